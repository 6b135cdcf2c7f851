// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <type_traits>
#include <utility>

namespace etch {

/// Calls f(std::integral_constant<std::size_t, n>{}) for n from `Begin` to `End` - 1. In parts: clang takes
/// no fold over more than 256 elements.
template <std::size_t Begin, std::size_t End, class F>
constexpr void for_each_index(const F& f) {
  constexpr std::size_t count = End - Begin;
  if constexpr (count <= 64) {
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
      (f(std::integral_constant<std::size_t, Begin + Index>{}), ...);
    }
    (std::make_index_sequence<count>{});
  } else {
    for_each_index<Begin, Begin + count / 2>(f);
    for_each_index<Begin + count / 2, End>(f);
  }
}

}  // namespace etch
