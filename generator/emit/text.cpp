// SPDX-License-Identifier: MIT
#include <generator/emit/text.hpp>

#include <cctype>

namespace etch::generator {
namespace {

std::string separated(std::size_t number, char separator) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, separator);
  return digits;
}

std::string joined(const Extents& shape, const std::string& separator) {
  std::string text;
  for (const std::size_t extent : shape) text += (text.empty() ? "" : separator) + std::to_string(extent);
  return text;
}

}  // namespace

std::string literal(std::size_t number) {
  return number < 10000 ? std::to_string(number) : separated(number, '\'');
}
std::string grouped(std::size_t number) { return separated(number, ','); }
std::string text_of(const Extents& shape) { return joined(shape, "x"); }
std::string listed(const Extents& shape) { return joined(shape, ", "); }

std::string lower_case(const std::string& name) {
  std::string text = name;
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}
std::string upper_case(const std::string& name) {
  std::string text = name;
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace etch::generator
