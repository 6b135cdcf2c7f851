// SPDX-License-Identifier: MIT
#include <generator/c_library.hpp>
#include <generator/emit/standalone.hpp>
#include <generator/emit/text.hpp>
#include <generator/import.hpp>
#include <generator/lower/simplify.hpp>
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
  name.resize(std::min<std::size_t>(name.size(), 80));
  return is_type_name(name) && !is_taken_by_standalone(name) ? name : "Net" + name;
}

}  // namespace

bool is_type_name(const std::string& name) {
  // Those of C++, and what are macros in its headers or with some compilers.
  constexpr std::string_view words[]{"alignas",      "alignof",   "and",           "and_eq",
                                     "asm",          "assert",    "auto",          "bitand",
                                     "bitor",        "bool",      "break",         "case",
                                     "catch",        "char",      "char16_t",      "char32_t",
                                     "char8_t",      "class",     "co_await",      "co_return",
                                     "co_yield",     "compl",     "concept",       "const",
                                     "const_cast",   "consteval", "constexpr",     "constinit",
                                     "continue",     "decltype",  "default",       "delete",
                                     "do",           "double",    "dynamic_cast",  "else",
                                     "enum",         "errno",     "etch",          "explicit",
                                     "export",       "extern",    "false",         "float",
                                     "for",          "friend",    "goto",          "if",
                                     "inline",       "int",       "linux",         "long",
                                     "main",         "mutable",   "namespace",     "new",
                                     "noexcept",     "not",       "not_eq",        "nullptr",
                                     "operator",     "or",        "or_eq",         "private",
                                     "protected",    "public",    "register",      "reinterpret_cast",
                                     "requires",     "return",    "short",         "signed",
                                     "sizeof",       "static",    "static_assert", "static_cast",
                                     "std",          "stderr",    "stdin",         "stdout",
                                     "struct",       "switch",    "template",      "this",
                                     "thread_local", "throw",     "true",          "try",
                                     "typedef",      "typeid",    "typename",      "union",
                                     "unix",         "unsigned",  "using",         "virtual",
                                     "void",         "volatile",  "wchar_t",       "while",
                                     "xor",          "xor_eq",    "boost",         "hwy",
                                     "EOF",          "INFINITY",  "NAN",           "NULL"};
  // name.h would be found in the place of the system's, or of one that the system's includes.
  constexpr std::string_view headers[]{
      "alloca", "arduino",     "assert", "complex",   "ctype",   "endian",  "errno",  "features",
      "fenv",   "float",       "ieeefp", "inttypes",  "iso646",  "limits",  "locale", "malloc",
      "math",   "memory",      "newlib", "picolibc",  "pthread", "reent",   "sched",  "setjmp",
      "signal", "stdalign",    "stdarg", "stdatomic", "stdbool", "stddef",  "stdint", "stdio",
      "stdlib", "stdnoreturn", "string", "strings",   "tgmath",  "threads", "time",   "uchar",
      "unistd", "unwind",      "values", "wchar",     "wctype",  "xlocale"};
  if (name.empty() || name.size() > 100 || !is_letter(name[0])) return false;
  const bool plain =
      std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
  const auto is_one_of = [](const auto& list, const std::string& text) {
    return std::find(std::begin(list), std::end(list), text) != std::end(list);
  };
  return plain && name.find("__") == std::string::npos && !is_one_of(words, name) && !is_of_c_library(name) &&
         !is_one_of(headers, lower_case(name));
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

Network network_of(Graph graph, bool inference_only) {
  resolve(graph);
  recognise(graph);
  Network network;
  network.lowered = lower(graph);
  if (inference_only) fold_statistics(network.lowered.graph);
  group_joins(network.lowered.graph);
  network.body = decompose(network.lowered.graph);
  return network;
}

Network import_model(const std::filesystem::path& file, const ImportOptions& options) {
  Network network = network_of(read_model(file, options.reading), options.inference_only);
  network.name = options.name.empty() ? name_of(file) : options.name;
  network.model = shown(file.filename().string());
  return network;
}

}  // namespace etch::generator
