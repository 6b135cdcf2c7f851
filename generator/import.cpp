// SPDX-License-Identifier: MIT
#include <generator/import.hpp>
#include <generator/passes/patterns.hpp>
#include <generator/passes/resolve.hpp>
#include <generator/structure/group.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace etch::generator {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "my-net_v1.onnx" becomes MyNetV1.
std::string name_of(const std::filesystem::path& file) {
  const std::string stem = file.stem().string();
  std::string name;
  bool begins = true;
  for (const char c : stem) {
    if (!is_letter(c) && !is_digit(c)) {
      begins = true;
      continue;
    }
    name += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    begins = false;
  }
  return name.empty() || is_digit(name[0]) ? "Net" + name : name;
}

}  // namespace

bool is_type_name(const std::string& name) {
  constexpr std::string_view words[]{
      "alignas",   "alignof",   "and",       "asm",      "auto",     "bitand",   "bitor",    "bool",
      "break",     "case",      "catch",     "char",     "class",    "compl",    "concept",  "const",
      "consteval", "constexpr", "constinit", "continue", "decltype", "default",  "delete",   "do",
      "double",    "else",      "enum",      "etch",     "explicit", "export",   "extern",   "false",
      "float",     "for",       "friend",    "goto",     "if",       "inline",   "int",      "long",
      "mutable",   "namespace", "new",       "noexcept", "not",      "nullptr",  "operator", "or",
      "private",   "protected", "public",    "register", "requires", "return",   "short",    "signed",
      "sizeof",    "static",    "std",       "struct",   "switch",   "template", "this",     "throw",
      "true",      "try",       "typedef",   "typeid",   "typename", "union",    "unsigned", "using",
      "virtual",   "void",      "volatile",  "while",    "xor",      "main"};
  if (name.empty() || name.size() > 100 || !is_letter(name[0])) return false;
  const bool plain =
      std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
  return plain && name.find("__") == std::string::npos &&
         std::find(std::begin(words), std::end(words), name) == std::end(words);
}

std::size_t Network::parameter_count() const {
  std::size_t count = 0;
  for (const std::size_t n : leaves(body)) count += layer(n).parameters.size();
  return count;
}
std::size_t Network::statistic_count() const {
  std::size_t count = 0;
  for (const std::size_t n : leaves(body)) count += layer(n).statistics.size();
  return count;
}
std::size_t Network::multiply_adds() const {
  std::size_t count = 0;
  for (const std::size_t n : leaves(body)) count += layer(n).multiply_adds;
  return count;
}

std::vector<float> Network::weights() const {
  std::vector<float> all;
  all.reserve(parameter_count() + statistic_count());
  for (const std::size_t n : leaves(body))
    all.insert(all.end(), layer(n).parameters.begin(), layer(n).parameters.end());
  for (const std::size_t n : leaves(body))
    all.insert(all.end(), layer(n).statistics.begin(), layer(n).statistics.end());
  return all;
}

Network network_of(Graph graph) {
  resolve(graph);
  recognise(graph);
  Network network;
  network.lowered = lower(graph);
  group_joins(network.lowered.graph);
  network.body = decompose(network.lowered.graph);
  return network;
}

Network import_model(const std::filesystem::path& file, const ImportOptions& options) {
  Network network = network_of(read_model(file, options.reading));
  network.name = options.name.empty() ? name_of(file) : options.name;
  network.model = shown(file.filename().string());
  return network;
}

}  // namespace etch::generator
