// SPDX-License-Identifier: MIT
#include <generator/plot/layer_text.hpp>

#include <cctype>

namespace etch::generator {
namespace {

using Family = Diagram::Family;

std::string own_name(const Type& type) { return type.name.substr(type.name.rfind(':') + 1); }
bool is_option(const Type& type) { return type.is_template || type.name.starts_with("etch::"); }

std::string joined(const std::vector<Type>& numbers, const std::string& separator) {
  std::string text;
  for (const Type& each : numbers) text += (text.empty() ? "" : separator) + each.name;
  return text;
}

/// How many axes a layer's window has, for Kernel<3> is 3x3 of an image.
std::size_t axes_of(const std::string& layer) {
  if (layer.ends_with("1d")) return 1;
  return layer.ends_with("3d") ? 3 : 2;
}

std::string text_of_option(const Type& option, const std::string& layer) {
  const std::string name = own_name(option);
  const std::vector<Type>& numbers = option.arguments;
  if (name == "Kernel") {
    const std::size_t axes = axes_of(layer);
    return joined(numbers.size() == 1 ? std::vector<Type>(axes, numbers[0]) : numbers, "×");
  }
  if (name == "Bias") return numbers.size() == 1 && numbers[0].name == "false" ? "no bias" : "";
  // How a layer computes rather than what.
  if (name == "Epsilon" || name == "Momentum" || name == "Affine") return "";
  std::string words;
  for (const char c : name) {
    if (std::isupper(static_cast<unsigned char>(c)) && !words.empty()) words += ' ';
    words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (numbers.empty()) return words;
  const bool fraction = name == "Slope" || name == "Alpha" || name == "Beta" || name == "Offset" ||
                        name == "Fill" || name == "Rate";
  return words + ' ' + joined(numbers, fraction ? "/" : ",");
}

}  // namespace

std::string title_of(const Type& layer) {
  std::string numbers;
  for (const Type& argument : layer.arguments)
    if (!is_option(argument)) numbers += (numbers.empty() ? "" : ", ") + argument.name;
  return own_name(layer) + (numbers.empty() ? "" : "<" + numbers + ">");
}

std::string details_of(const Type& layer) {
  std::string text;
  for (const Type& argument : layer.arguments) {
    if (!is_option(argument)) continue;
    const std::string option = text_of_option(argument, own_name(layer));
    if (!option.empty()) text += (text.empty() ? "" : ", ") + option;
  }
  return text;
}

Diagram::Family family_of(const Type& layer) {
  const std::string name = own_name(layer);
  const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
  if (has("Conv") || has("LocallyConnected") || has("Correlate")) return Family::convolution;
  if (has("Dense")) return Family::dense;
  if (has("Pool")) return Family::pooling;
  for (const char* place :
       {"Flatten", "Reshape", "Permute", "Pad", "Crop", "Upsample", "Resize", "Space", "Shuffle", "Channels"})
    if (has(place)) return Family::place;
  return Family::elementwise;
}

}  // namespace etch::generator
