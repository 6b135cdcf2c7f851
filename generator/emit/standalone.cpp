// SPDX-License-Identifier: MIT
#include <etch/io/weights_header.hpp>

#include <generator/emit/filled.hpp>
#include <generator/emit/header.hpp>
#include <generator/emit/interface.hpp>
#include <generator/emit/standalone.hpp>
#include <generator/emit/text.hpp>
#include <generator/standalone/amalgam.hpp>
#include <generator/standalone/headers.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

namespace etch::generator {
namespace {

/// All X of etch::X in a text.
std::set<std::string> names_in(const std::string& text) {
  constexpr std::string_view scope = "etch::";
  std::set<std::string> names;
  for (std::size_t at = 0; (at = text.find(scope, at)) != std::string::npos;) {
    at += scope.size();
    const std::size_t end =
        text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_", at);
    names.insert(text.substr(at, end - at));
  }
  return names;
}

/// The network's type as written by `declaration_of`; scales that are left stay, so that the weights in the
/// header are those that inference reads: for many of them compilers would not do that arithmetic.
Declaration inference_declaration(const Network& network) {
  Declaration made = declaration_of(network);
  const std::string scale = "etch::Scale<";
  for (std::string* text : {&made.aliases, &made.network})
    for (std::size_t at = 0; (at = text->find(scale, at)) != std::string::npos;)
      text->replace(at, scale.size(), "etch::KeptScale<");
  return made;
}

std::string header_of_all(const Network& network, const std::string& command) {
  const Declaration declaration = inference_declaration(network);
  Amalgam amalgam = amalgam_of(names_in(declaration.aliases + declaration.network));
  amalgam.system.insert("cstddef");

  std::string text = filled(network, R"(// SPDX-License-Identifier: MIT
// The network of @model@ with its weights, and what it takes of etch: compiles alone as C++20 (g++ 12 or clang 14 or
// newer), also with -Os -fno-exceptions -fno-rtti. Plain loops, for processors without vectors. No heap.
// Written by etch )") +
                     version + ": " + command + filled(network, R"(
//
//     #include "@name@.hpp"
//
//     static @name@_network::Workspace workspace;  // @Name@::inference_bytes of RAM; one for each thread
//     float input[@inputs@];
//     ...
//     auto output = @name@_network::forward(input, workspace);  // @outputs@ numbers; @Name@::flash_bytes of weights
//
// In C, or where other headers define macros of all names: @name@.h, and compile @name@.cpp.
//
)") + comment_of(network) +
                     "#pragma once\n";
  // Else the sentence would be lost among hundreds of errors.
  text += filled(network, R"(#if __cplusplus < 202002L && !defined(_MSC_VER)
#error "@name@.hpp is C++20: give the compiler -std=c++20 or -std=gnu++20"
#else
)");
  for (const std::string& header : amalgam.system) text += "#include <" + header + ">\n";
  text += filled(network, R"(
// A namespace of its own, so that several such headers, and etch itself, can be in one program.
namespace @name@_network {

)") + amalgam.text +
          declaration.aliases + declaration.network + filled(network, R"(
static_assert(etch::Prepared<@Name@>::count == @Name@::parameter_count);

/// The weights as inference reads them.
inline constexpr etch::Prepared<@Name@> @Name@_prepared{{
)") + io::detail::list(network.weights(), io::detail::literal) +
          "\n}};\n";
  return text + filled(network, R"(
/// The memory that one inference works in.
using Workspace = etch::Workspace<@Name@>;

/// One inference: reads @inputs@ numbers. The output, @outputs@ numbers, lies in `workspace` until the next call with it.
inline etch::OutputSpan<@Name@> forward(etch::InputSpan<@Name@> input, Workspace& workspace) {
  return etch::forward<@Name@>(@Name@_prepared, input, workspace);
}

using etch::argmax;

}  // namespace @name@_network

using @name@_network::@Name@;
#endif
)");
}

std::string standalone_header(const Network& network) {
  return c_header(
      network,
      {.title = R"(/* SPDX-License-Identifier: MIT */
/* The network of @model@ as functions of C, which @name@.cpp defines: compile it, as C++20, and link it; it needs
 * @name@.hpp, and no other file. Made by etch import --standalone.)",
       .includes = "#include <stddef.h>\n\n",
       .allocates = "Allocates nothing: that memory is static.",
       .functions = R"(/* Read-only memory for the weights, and what @name@_predict() works in, in bytes. */
extern const size_t @name@_flash_bytes;
extern const size_t @name@_inference_bytes;

/* What other forms of this interface have: makes nothing ready, returns 0. */
int @name@_prepare(void);
/* "scalar": plain loops. */
const char* @name@_target(void);
#define @NAME@_HAS_FILES 0
)"});
}

std::string c_source(const Network& network) {
  return filled(network, R"(// SPDX-License-Identifier: MIT
// The functions of @name@.h. Made by etch import --standalone.
#include "@name@.h"

#include "@name@.hpp"

static_assert(@Name@::input_shape.size() == @NAME@_INPUT_SIZE);
static_assert(@Name@::output_shape.size() == @NAME@_OUTPUT_SIZE);

namespace @name@_network {
namespace {

constinit Workspace workspace;

}  // namespace
}  // namespace @name@_network

extern "C" {

const size_t @name@_flash_bytes = @Name@::flash_bytes;
const size_t @name@_inference_bytes = @Name@::inference_bytes;

void @name@_predict(const float* input, float* output) {
  using namespace @name@_network;
  const auto result = forward(etch::InputSpan<@Name@>(input, @NAME@_INPUT_SIZE), workspace);
  for (std::size_t n = 0; n < result.size(); ++n) output[n] = result[n];
}

int @name@_prepare(void) { return 0; }

const char* @name@_target(void) { return "scalar"; }
}
)");
}

}  // namespace

bool is_taken_by_standalone(const std::string& name) {
  // What the namespace declares, and variables that its functions have.
  constexpr std::string_view taken[]{"Workspace", "forward", "argmax", "workspace",
                                     "input",     "output",  "result"};
  return std::find(std::begin(taken), std::end(taken), name) != std::end(taken);
}

std::vector<File> standalone_files_of(const Network& network, const std::string& command) {
  const std::string base = lower_case(network.name);
  return {{base + ".hpp", header_of_all(network, command)},
          {base + ".h", standalone_header(network)},
          {base + ".cpp", c_source(network)}};
}

}  // namespace etch::generator
