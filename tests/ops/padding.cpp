// SPDX-License-Identifier: MIT
#include <etch/ops/kernels.hpp>
#include <support/catch.hpp>

#include <cstddef>

using namespace etch;

namespace {

/// Reads a member of a template argument at run time, by an address that the compiler works out.
template <PoolGeometry G>
[[gnu::noinline]] std::size_t rows(std::size_t) {
  return G.height.out();
}
template <ConvolutionGeometry G>
[[gnu::noinline]] std::size_t planes(std::size_t) {
  return G.depth.out();
}

}  // namespace

// A struct with a bool after its sizes, itself a member of a struct that begins with a small enum: clang 14
// and 16 read its members at the wrong places at run time, or crash. Without padding they do not.
TEST_CASE("members of a geometry are where the compiler looks for them", "[geometry]") {
  constexpr WindowAxis five{.in = 5, .kernel = 2, .stride = 1};
  constexpr WindowAxis seven{.in = 7, .kernel = 3, .stride = 2, .round_up = true};
  CHECK(rows<PoolGeometry{Pooling::average, five, seven, 9, {}, true}>(0) == 4);
  CHECK(planes<ConvolutionGeometry{.height = five, .width = five, .depth = seven}>(0) == 3);
}
