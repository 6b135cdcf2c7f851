// SPDX-License-Identifier: MIT
#include <generator/emit/filled.hpp>
#include <generator/emit/header.hpp>
#include <generator/emit/text.hpp>

#include <string_view>

namespace etch::generator {

std::string filled(const Network& network, const std::string& whole) {
  std::string_view text = whole;
  std::string out;
  while (!text.empty()) {
    const std::size_t at = text.find('@');
    out += text.substr(0, at);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + 1);
    const std::size_t end = text.find('@');
    const std::string_view key = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (key == "name") out += lower_case(network.name);
    if (key == "Name") out += network.name;
    if (key == "NAME") out += upper_case(network.name);
    if (key == "model") out += network.model;
    if (key == "inputs") out += std::to_string(size_of(network.input_shape()));
    if (key == "outputs") out += std::to_string(size_of(network.output_shape()));
    if (key == "input") out += input_sentence(network);
    if (key == "output") out += output_sentence(network);
  }
  return out;
}

}  // namespace etch::generator
