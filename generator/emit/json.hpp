// SPDX-License-Identifier: MIT
#pragma once
#include <etch/io/json_string.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

// JSON as text, put together from values that are JSON already.
namespace etch::generator::json {

using io::json_string;

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
    text += (text.size() == 1 ? (indent.empty() ? "" : separator) : ',' + separator) + json_string(name) +
            ": " + value;
  return text + (indent.empty() ? "}" : "\n}");
}

}  // namespace etch::generator::json
