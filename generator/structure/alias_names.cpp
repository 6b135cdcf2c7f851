// SPDX-License-Identifier: MIT
#include <generator/structure/alias_names.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace etch::generator {
namespace {

/// "etch::Conv2d" without its namespace.
std::string own_name(const Type& type) { return type.name.substr(type.name.rfind(':') + 1); }

void visit(const std::vector<Type>& parts, const std::function<void(const Type&)>& f) {
  for (const Type& part : parts) {
    f(part);
    visit(part.arguments, f);
  }
}
std::size_t count(const std::vector<Type>& parts, const std::string& beginning) {
  std::size_t found = 0;
  visit(parts, [&](const Type& type) { found += own_name(type).starts_with(beginning) ? 1 : 0; });
  return found;
}

/// A word for a layer in a name that is put together; empty: it says nothing.
std::string word(const Type& type) {
  const std::string name = own_name(type);
  if (name.starts_with("Depthwise")) return "Depthwise";
  if (name.starts_with("ConvTranspose")) return "Up";
  if (name.starts_with("Conv")) return "Conv";
  if (name.ends_with("Norm")) return "Norm";
  if (name.starts_with("MaxPool") || name.starts_with("AvgPool")) return "Pool";
  if (name == "Flatten" || name == "Reshape" || name == "Sequential") return "";
  return name;
}

}  // namespace

std::string block_name(const std::vector<Type>& parts) {
  for (const Type& part : parts)
    if (parts.size() > 1 && own_name(part) == "Repeat") return "Stage";
  const std::size_t convolutions = count(parts, "Conv"), depthwise = count(parts, "Depthwise");
  if (count(parts, "Residual") != 0) {
    if (depthwise != 0) return "InvertedBottleneck";
    // What the shortcut has does not count.
    std::size_t in_body = 0;
    visit(parts, [&](const Type& type) {
      if (own_name(type) == "Residual") in_body += count({type.arguments.at(0)}, "Conv");
    });
    return in_body == 2 ? "BasicBlock" : in_body == 3 ? "Bottleneck" : "Block";
  }
  if (count(parts, "Concat") != 0) {
    if (count(parts, "Channels<") + count(parts, "ChannelShuffle") != 0) return "Unit";
    return count(parts, "Identity") != 0 ? "DenseLayer" : "Inception";
  }
  if (parts.size() == 1 && own_name(parts[0]) == "Multiply")
    return count(parts, "Global") != 0 ? "SqueezeExcite" : "Gate";
  if (depthwise != 0 && convolutions != 0) return "Separable";
  if (parts.size() > 3) return convolutions > 1 ? "Convs" : "Unit";
  std::string name;
  for (const Type& part : parts) name += word(part);
  return name.empty() ? "Part" : name;
}

bool belongs_to(const Type& layer, const Type& before) {
  static const std::set<std::string, std::less<>> activations{
      "Relu",      "Relu6",       "LeakyRelu", "Elu",      "Selu",      "Prelu",
      "Sigmoid",   "Tanh",        "Gelu",      "GeluTanh", "Silu",      "Mish",
      "HardSwish", "HardSigmoid", "Softplus",  "Softmax",  "LogSoftmax"};
  const std::string name = own_name(layer), last = own_name(before);
  if (activations.contains(name)) return true;
  const bool linear = last.starts_with("Conv") || last.starts_with("Depthwise") || last == "Dense";
  return linear && name.ends_with("Norm");
}

std::vector<std::string> value_names(const std::vector<Type>& parts,
                                     const std::map<std::string, std::vector<std::string>>& aliases) {
  static const std::map<std::string, std::vector<std::string>, std::less<>> known{
      {"Kernel", {"Size", "Width"}},
      {"Stride", {"Step"}},
      {"Padding", {"Margin"}},
      {"Groups", {"GroupCount"}},
      {"ChannelShuffle", {"GroupCount"}},
      {"GroupNorm", {"GroupCount"}},
      {"Dense", {"Outputs"}},
      {"Channels", {"First", "Count"}},
      {"Dilation", {"Distance"}},
      {"MaxPool2d", {"Size"}},
      {"AvgPool2d", {"Size"}},
      {"Reshape", {"Rows", "Columns", "Channels"}},
      {"Resize2d", {"Rows", "Columns"}},
      {"Upsample2d", {"Factor"}},
      {"Repeat", {"Times"}}};
  std::vector<std::string> names;
  visit(parts, [&](const Type& type) {
    const auto alias = aliases.find(type.name);
    const std::string name = own_name(type);
    const auto found = known.find(name);
    const auto* words = alias != aliases.end() ? &alias->second
                        : found != known.end() ? &found->second
                                               : nullptr;
    std::size_t n = 0;
    for (const Type& argument : type.arguments) {
      if (argument.is_template || argument.name.find(':') != std::string::npos || argument.name == "true" ||
          argument.name == "false")
        continue;
      std::string word = name.starts_with("Conv") ? "Filters" : "Number";
      if (words != nullptr && !words->empty()) word = (*words)[std::min(n, words->size() - 1)];
      // Numbered anew in the alias that this is for.
      while (word.size() > 1 && word.back() >= '0' && word.back() <= '9') word.pop_back();
      names.push_back(word);
      ++n;
    }
  });
  return names;
}

}  // namespace etch::generator
