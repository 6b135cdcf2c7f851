// SPDX-License-Identifier: MIT
#include <etch/ops/kernels.hpp>
#include <support/catch.hpp>

#include <vector>

using namespace etch;

namespace {

/// More ones than a float counts, 2^24, in one channel: the gradient by a shift is their number.
constexpr std::size_t rows = 4097;
constexpr std::size_t columns = 4096;
constexpr std::size_t count = rows * columns;

template <auto G>
float shift_gradient(std::size_t at) {
  const std::vector<float> ones(count, 1.0f);
  std::vector<float> zeros(count);
  float result[2]{};
  Operands<float> o;
  o.input = zeros.data();
  o.output_gradient = ones.data();
  o.result = result;
  Kernels<G>::parameter_gradient(o);
  return result[at];
}

}  // namespace

TEST_CASE("sums over positions lose nothing", "[sums]") {
  CHECK(shift_gradient<ConvolutionGeometry{.height = {rows}, .width = {columns}}>(1) == float{count});
  CHECK(shift_gradient<ScaleGeometry{count, 1}>(1) == float{count});
}
