// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <string>
#include <vector>

// Types as C++ writes them.
namespace etch::io {

/// A type's name with its template arguments, or a number.
struct Term {
  std::string name;
  std::vector<Term> arguments;
  bool is_template = false;

  bool operator==(const Term&) const = default;
};

inline std::string on_one_line(const Term& term) {
  std::string text = term.name;
  if (!term.is_template) return text;
  text += '<';
  for (std::size_t n = 0; n < term.arguments.size(); ++n)
    text += (n == 0 ? "" : ", ") + on_one_line(term.arguments[n]);
  return text + '>';
}

/// The term from column `column` on, `after` characters following it: on one line of 110 where it fits, else
/// an argument a line.
inline std::string wrapped(const Term& term, std::size_t column, std::size_t after, std::size_t indent) {
  constexpr std::size_t width = 110;
  std::string text = on_one_line(term);
  if (column + text.size() + after <= width || term.arguments.empty()) return text;
  text = term.name + '<';
  indent += 4;
  for (std::size_t n = 0; n < term.arguments.size(); ++n) {
    const bool last = n + 1 == term.arguments.size();
    text +=
        '\n' + std::string(indent, ' ') + wrapped(term.arguments[n], indent, last ? after + 1 : 1, indent);
    text += last ? ">" : ",";
  }
  return text;
}

}  // namespace etch::io
