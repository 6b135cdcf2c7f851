// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <string_view>

namespace etch {

/// A string of at most `Capacity` characters that a constant expression can build and a template argument can
/// hold. What does not fit is cut.
template <std::size_t Capacity>
struct BasicText {
  char characters[Capacity + 1]{};
  std::size_t length = 0;

  constexpr BasicText() = default;
  constexpr BasicText(const char* text) : BasicText(std::string_view(text)) {}
  constexpr BasicText(std::string_view text) { append(text); }

  constexpr BasicText& append(std::string_view text) {
    for (const char character : text) {
      if (length == Capacity) break;
      characters[length++] = character;
    }
    return *this;
  }
  constexpr BasicText& append(std::size_t number) {
    char digits[20]{};
    std::size_t count = 0;
    do {
      digits[count++] = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number != 0);
    while (count != 0) append(std::string_view(&digits[--count], 1));
    return *this;
  }

  constexpr const char* data() const { return characters; }
  constexpr std::size_t size() const { return length; }
  constexpr operator std::string_view() const { return {characters, length}; }
  constexpr bool operator==(const BasicText&) const = default;
};

/// The name of a layer or an option, as messages and tables show it.
using Text = BasicText<47>;

/// `text("Conv2d<", 16, ">")`: the pieces, strings and numbers, one after another.
template <class... Pieces>
constexpr Text text(const Pieces&... pieces) {
  Text all;
  (all.append(pieces), ...);
  return all;
}

}  // namespace etch
