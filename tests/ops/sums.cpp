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

// Each channel's sum is of so few rows at a time that what these give is as much as the rows were.
TEST_CASE("sums of many channels keep their digits", "[sums]") {
  constexpr ScaleGeometry g{16384, 512};
  const std::vector<float> tenths(g.input_size(), 0.1f);
  const std::vector<float> zeros(g.input_size());
  std::vector<float> result(2 * g.channels);
  Operands<float> o;
  o.input = zeros.data();
  o.output_gradient = tenths.data();
  o.result = result.data();
  Kernels<g>::parameter_gradient(o);
  for (const std::size_t channel : {0, 17, 511})
    CHECK(result[g.channels + channel] == Approx(1638.4).epsilon(2e-6));
}
