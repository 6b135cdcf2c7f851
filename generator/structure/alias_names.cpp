// SPDX-License-Identifier: MIT
#include <generator/structure/alias_names.hpp>

#include <functional>
#include <map>

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
  const std::size_t convolutions = count(parts, "Conv"), depthwise = count(parts, "Depthwise");
  if (count(parts, "Residual") != 0) {
    if (depthwise != 0) return "InvertedBottleneck";
    return convolutions == 2 ? "BasicBlock" : convolutions == 3 ? "Bottleneck" : "Block";
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

std::vector<std::string> number_names(const std::vector<Type>& parts) {
  static const std::map<std::string, std::vector<std::string>, std::less<>> known{
      {"Kernel", {"Size", "Width"}},     {"Stride", {"Step"}},       {"Padding", {"Margin"}},
      {"Groups", {"GroupCount"}},        {"Dense", {"Outputs"}},     {"Channels", {"First", "Count"}},
      {"Dilation", {"Distance"}},        {"MaxPool2d", {"Size"}},    {"AvgPool2d", {"Size"}},
      {"Resize2d", {"Rows", "Columns"}}, {"Upsample2d", {"Factor"}}, {"Repeat", {"Times"}},
      {"ChannelShuffle", {"GroupCount"}}};
  std::vector<std::string> names;
  visit(parts, [&](const Type& type) {
    const std::string name = own_name(type);
    const auto found = known.find(name);
    std::size_t n = 0;
    for (const Type& argument : type.arguments) {
      if (argument.name.empty() || argument.name[0] < '0' || argument.name[0] > '9') continue;
      if (found != known.end())
        names.push_back(found->second[n < found->second.size() ? n : found->second.size() - 1]);
      else
        names.push_back(name.starts_with("Conv") ? "Filters" : "Number");
      ++n;
    }
  });
  return names;
}

}  // namespace etch::generator
