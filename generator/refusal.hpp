// SPDX-License-Identifier: MIT
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

namespace etch::generator {

/// A model that cannot become a network: `what()` is one sentence that names the node and what is wrong. The
/// command's exit status is then 2.
class Refusal : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What is wrong with the machine rather than the model: a file that cannot be read, a compiler that is not
/// there. Exit status 3.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A sentence without what would move a terminal's cursor.
inline std::string printable(std::string_view sentence) {
  std::string text(sentence);
  for (char& c : text)
    if (c < ' ' || c > '~') c = '?';
  return text;
}

/// A name from a model as it may be shown: printable ASCII without quotes and backslashes, and not for ever.
inline std::string shown(std::string_view name) {
  constexpr std::size_t longest = 80;
  std::string text;
  for (const char c : name.substr(0, longest)) {
    const bool plain = c >= ' ' && c <= '~' && c != '\'' && c != '"' && c != '\\' && c != '`';
    text += plain ? c : '?';
  }
  if (name.size() > longest) text += "...";
  return text;
}

}  // namespace etch::generator
