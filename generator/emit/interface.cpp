// SPDX-License-Identifier: MIT
#include <generator/emit/header.hpp>
#include <generator/emit/interface.hpp>
#include <generator/emit/text.hpp>

#include <string_view>

namespace etch::generator {
namespace {

/// The text with @name@, @Name@ and so on put in.
std::string filled(const Network& network, std::string_view text) {
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

}  // namespace

std::string interface_header(const Network& network) {
  return filled(network, R"(/* The network of @model@ as functions of C. Made by etch import.
 *
 * @input@
 * @output@
 */
#ifndef ETCH_@NAME@_H
#define ETCH_@NAME@_H

#define @NAME@_INPUT_SIZE @inputs@
#define @NAME@_OUTPUT_SIZE @outputs@

#ifdef __cplusplus
extern "C" {
#endif

/* One inference: reads @NAME@_INPUT_SIZE numbers and writes @NAME@_OUTPUT_SIZE. Allocates nothing. It works in
 * memory of its own, so only one thread may call it at a time. */
void @name@_predict(const float* input, float* output);

/* Takes the weights from a file, @name@.weights.bin or another of its size, in place of those in the program.
 * Returns 0, or -1 and leaves them as they were if the file cannot be read or is not as long. */
int @name@_load(const char* path);

#ifdef __cplusplus
}
#endif

#endif
)");
}

std::string interface_source(const Network& network) {
  return filled(network, R"(// The network of @model@ as functions of C. Made by etch import.
#include "@name@.h"

#include "@name@_weights.hpp"

#include <cstdio>
#include <cstring>

static_assert(@Name@::input_shape.size() == @NAME@_INPUT_SIZE);
static_assert(@Name@::output_shape.size() == @NAME@_OUTPUT_SIZE);

namespace {

etch::Workspace<@Name@> workspace;

// Prepared for this processor at the first call.
etch::Prepared<@Name@>& prepared() {
  static etch::Prepared<@Name@> made;
  static const bool done = (etch::prepare(@Name@_parameters, made), true);
  static_cast<void>(done);
  return made;
}

etch::Parameters<@Name@> loaded;

}  // namespace

extern "C" void @name@_predict(const float* input, float* output) {
  const etch::InputSpan<@Name@> image(input, @NAME@_INPUT_SIZE);
  const auto result = etch::forward<@Name@>(prepared(), image, workspace);
  std::memcpy(output, result.data(), sizeof(float) * @NAME@_OUTPUT_SIZE);
}

extern "C" int @name@_load(const char* path) {
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) return -1;
  constexpr std::size_t count = etch::Parameters<@Name@>::size;
  const bool whole = std::fread(loaded.values, sizeof(float), count, file) == count && std::fgetc(file) == EOF;
  std::fclose(file);
  if (!whole) return -1;
  etch::prepare(loaded, prepared());
  return 0;
}
)");
}

}  // namespace etch::generator
