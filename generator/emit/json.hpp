// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// JSON as text, put together from values that are JSON already.
namespace etch::generator::json {

inline std::string string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    constexpr char digits[] = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') out += '\\';
    if (code < 32)
      out += std::string("\\u00") + digits[code >> 4] + digits[code & 15];
    else
      out += c;
  }
  return out + '"';
}

inline std::string number(std::size_t value) { return std::to_string(value); }

inline std::string array(const std::vector<std::size_t>& numbers) {
  std::string text = "[";
  for (const std::size_t value : numbers) text += (text.size() == 1 ? "" : ", ") + std::to_string(value);
  return text + ']';
}

using Members = std::vector<std::pair<std::string, std::string>>;
/// On one line if `indent` is empty, else a member a line.
inline std::string object(const Members& members, const std::string& indent = "") {
  const std::string separator = indent.empty() ? " " : '\n' + indent;
  std::string text = "{";
  for (const auto& [name, value] : members)
    text += (text.size() == 1 ? (indent.empty() ? "" : separator) : ',' + separator) + string(name) + ": " +
            value;
  return text + (indent.empty() ? "}" : "\n}");
}

}  // namespace etch::generator::json
