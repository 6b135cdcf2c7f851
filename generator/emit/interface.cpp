// SPDX-License-Identifier: MIT
#include <generator/emit/filled.hpp>
#include <generator/emit/interface.hpp>

namespace etch::generator {

std::string c_header(const Network& network, const CHeader& header) {
  return filled(network, header.title + R"(
 *
 * @input@
 * @output@
 */
#ifndef ETCH_@NAME@_H
#define ETCH_@NAME@_H

)" + header.includes + R"(#define @NAME@_INPUT_SIZE @inputs@
#define @NAME@_OUTPUT_SIZE @outputs@

#ifdef __cplusplus
extern "C" {
#endif

/* One inference: reads @NAME@_INPUT_SIZE numbers and writes @NAME@_OUTPUT_SIZE. It works in memory of its own, so only
 * one thread may call it at a time. )" +
                             header.allocates + R"( */
void @name@_predict(const float* input, float* output);

)" + header.functions + R"(
#ifdef __cplusplus
}
#endif

#endif
)");
}

std::string interface_header(const Network& network) {
  return c_header(
      network,
      {.title = "/* The network of @model@ as functions of C. Made by etch import.",
       .allocates = R"(Allocates nothing once @name@_prepare() was called, which it does itself at
 * first; then the program ends if there is not enough memory.)",
       .functions =
           R"(/* Makes ready for this processor what @name@_predict() reads. Returns 0, or -1 if there is not enough memory. Compiled for
 * one instruction set nothing is allocated, and this cannot fail. */
int @name@_prepare(void);

/* The instruction set in use, as Highway calls it: "AVX2". */
const char* @name@_target(void);

/* Not on bare metal. */
#if defined(__unix__) || defined(__APPLE__) || defined(_WIN32)
#define @NAME@_HAS_FILES 1
#else
#define @NAME@_HAS_FILES 0
#endif

#if @NAME@_HAS_FILES
/* Takes the weights from a file, @name@.weights.bin or another of its size, in place of those in the program.
 * Returns 0, or -1 and leaves them as they were if the file cannot be read, is not as long, or memory is short. */
int @name@_load(const char* path);
#endif
)"});
}

std::string interface_source(const Network& network, bool as_array) {
  return filled(
      network,
      std::string(
          R"(// The network of @model@ as functions of C. Made by etch import. It has code for each instruction set that the
// processor may turn out to have, for programs that link Highway's library:
//
//     g++ -std=c++20 -O2 -Isrc -c src/@name@.cc)") +
          (as_array ? "" : " src/@name@_weights.S") + R"(     # and at last -lhwy
//
// For one instruction set, or for bare metal, without that library, allocating nothing:
//
//     g++ -std=c++20 -O2 -Isrc -march=native -DHWY_COMPILE_ONLY_STATIC -c src/@name@.cc)" +
          (as_array ? "" : " src/@name@_weights.S") + R"(
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "@name@.cc"
#if !defined(HWY_COMPILE_ONLY_STATIC) && !defined(HWY_DISABLED_TARGETS)
// Between the oldest processors and AVX2 one is enough.
#define HWY_DISABLED_TARGETS HWY_SSSE3
#endif
#include <hwy/foreach_target.h>

#include <etch/c_interface-inl.h>

#include "@name@.h"
#include "@name@_weights.hpp"

namespace @name@_network {
namespace HWY_NAMESPACE {

using Interface = etch::HWY_NAMESPACE::CInterface<@Name@)" +
          (as_array ? ", &@Name@_parameters" : "") + R"(>;

bool prepare(const etch::Parameters<@Name@>& parameters) { return Interface::prepare(parameters); }
void predict(const float* input, float* output) { Interface::predict(input, output); }
const char* target() { return Interface::target(); }
#if @NAME@_HAS_FILES
bool load(const etch::Parameters<@Name@>& parameters) { return Interface::load(parameters); }
#endif

}  // namespace HWY_NAMESPACE
}  // namespace @name@_network

#if HWY_ONCE
#include <cstdlib>

static_assert(@Name@::input_shape.size() == @NAME@_INPUT_SIZE);
static_assert(@Name@::output_shape.size() == @NAME@_OUTPUT_SIZE);

namespace @name@_network {
HWY_EXPORT(prepare);
HWY_EXPORT(predict);
HWY_EXPORT(target);
}  // namespace @name@_network

extern "C" int @name@_prepare(void) {
  using namespace @name@_network;
  return HWY_DYNAMIC_DISPATCH(prepare)(@Name@_parameters) ? 0 : -1;
}

extern "C" void @name@_predict(const float* input, float* output) {
  using namespace @name@_network;
  if (@name@_prepare() != 0) std::abort();
  HWY_DYNAMIC_DISPATCH(predict)(input, output);
}

extern "C" const char* @name@_target(void) {
  using namespace @name@_network;
  return HWY_DYNAMIC_DISPATCH(target)();
}

#if @NAME@_HAS_FILES
#include <cstdio>
#include <memory>
#include <new>

namespace @name@_network {
HWY_EXPORT(load);
}

extern "C" int @name@_load(const char* path) {
  using namespace @name@_network;
  using Parameters = etch::Parameters<@Name@>;
  const std::unique_ptr<Parameters> loaded(new (std::nothrow) Parameters);
  std::FILE* file = loaded == nullptr ? nullptr : std::fopen(path, "rb");
  if (file == nullptr) return -1;
  constexpr std::size_t count = Parameters::size;
  const bool whole = std::fread(loaded->values, sizeof(float), count, file) == count && std::fgetc(file) == EOF;
  std::fclose(file);
  return whole && HWY_DYNAMIC_DISPATCH(load)(*loaded) ? 0 : -1;
}
#endif
#endif  // HWY_ONCE
)");
}

}  // namespace etch::generator
