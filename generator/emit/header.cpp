// SPDX-License-Identifier: MIT
#include <generator/emit/header.hpp>
#include <generator/emit/table.hpp>
#include <generator/emit/text.hpp>
#include <generator/emit/types.hpp>
#include <generator/structure/aliases.hpp>

#include <algorithm>

namespace etch::generator {
namespace {

bool in_order(const std::vector<std::size_t>& origins) {
  return std::is_sorted(origins.begin(), origins.end());
}

std::string sentence(const char* what, const Extents& shape, const Dims& dims,
                     const std::vector<std::size_t>& origins) {
  std::string text = std::string(what) + ": " + text_of(shape) + " numbers";
  if (dims.size() > 1 || shape.size() > 1) text += ", the model's " + text_of(dims);
  text += in_order(origins) ? " in its order" : " with channels last";
  return text + ".";
}

/// template <std::size_t Filters> using Block = ...;
std::string text_of(const Alias& alias) {
  constexpr std::size_t width = 110;
  std::string text, line = "template <";
  for (std::size_t n = 0; n < alias.parameters.size(); ++n) {
    const std::string word =
        "std::size_t " + alias.parameters[n] + (n + 1 == alias.parameters.size() ? ">" : ",");
    if (line.size() + word.size() > width) {
      line.pop_back();
      text += line + "\n";
      line = std::string(10, ' ');
    }
    line += word + " ";
  }
  if (!alias.parameters.empty()) {
    line.pop_back();
    text += line + "\n";
  }
  const std::string head = "using " + alias.name + " = ";
  return text + head + io::wrapped(alias.type, head.size(), 1, 0) + ";\n";
}

}  // namespace

std::string input_sentence(const Network& network) {
  return sentence("Input", network.input_shape(), network.lowered.input_dims, network.lowered.input_origins);
}
std::string output_sentence(const Network& network) {
  return sentence("Output", network.output_shape(), network.lowered.output_dims,
                  network.lowered.output_origins);
}

std::string comment_of(const Network& network) {
  return "// " + input_sentence(network) + "\n// " + output_sentence(network) + "\n//\n" +
         table_of(network, "// ");
}

Declaration declaration_of(const Network& network) {
  const std::string& name = network.name;
  std::vector<Type> layers = types_of(network);
  const std::string scope = lower_case(name) + "_parts";
  const std::vector<Alias> aliases = name_repeated(layers, scope);
  const Type whole{"etch::Network", layers, true};
  const std::string head = "struct " + name + " : ";
  Declaration made;
  if (!aliases.empty()) {
    made.aliases = "namespace " + scope + " {\n\n";
    for (const Alias& alias : aliases) made.aliases += text_of(alias) + "\n";
    made.aliases += "}  // namespace " + scope + "\n\n";
  }
  std::string& text = made.network;
  text = head + io::wrapped(whole, head.size(), 4, 0) + " {};\n\n";
  text +=
      "static_assert(" + name + "::output_shape == etch::Shape{" + listed(network.output_shape()) + "});\n";
  text += "static_assert(" + name + "::parameter_count == " + literal(network.parameter_count()) + ");\n";
  if (network.statistic_count() != 0)
    text += "static_assert(" + name + "::statistic_count == " + literal(network.statistic_count()) + ");\n";
  text += "static_assert(" + name + "::multiply_adds == " + literal(network.multiply_adds()) + ");\n";
  return made;
}

std::string header_of(const Network& network) {
  const Declaration declaration = declaration_of(network);
  std::string text = "// Made from " + network.model + " by etch import.\n//\n" + comment_of(network) +
                     "#pragma once\n#include <etch/etch.hpp>\n\n";
  if (!declaration.aliases.empty()) text += "#include <cstddef>\n\n";
  return text + declaration.aliases + declaration.network;
}

}  // namespace etch::generator
