// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

#include <cmath>

using namespace etch;

// {in, kernel, stride, dilation, before, after} of height and width, channels, filters, groups, bias. On
// targets that pack weights these are inferred by Winograd's algorithm.

TEST_CASE("inference by Winograd's algorithm gives what the reference gives", "[convolution]") {
  laws::check_kernels<ConvolutionGeometry{{12, 3, 1, 1, 1, 1}, {12, 3, 1, 1, 1, 1}, 16, 32, 1, true}>(
      2, 1, false, false);
  // F2, and tiles that hang over the edge.
  laws::check_kernels<ConvolutionGeometry{{7, 3, 1, 1, 1, 1}, {7, 3, 1, 1, 1, 1}, 288, 256, 1, false}>(
      1, 2, false, false);
  // Padded differently on each side, a sum and an activation.
  laws::check_kernels<ConvolutionGeometry{
      {13, 3, 1, 1, 0, 1}, {15, 3, 1, 1, 2, 0}, 32, 16, 1, true, {}, {true, {Function::relu}}}>(1, 3, false,
                                                                                                false);
  // An activation that is a loop of its own, outputs that are no whole tiles.
  laws::check_kernels<ConvolutionGeometry{
      {11, 3, 1, 1, 1, 1}, {9, 3, 1, 1, 1, 1}, 16, 16, 1, true, {}, {true, {Function::silu}}}>(1, 4, false,
                                                                                               false);
}

TEST_CASE("the products of Winograd's algorithm take the place of what they were made of", "[convolution]") {
  // Four tiles of 4 x 4, 36 products of 16 channels to 32 filters: 37 places of 4 * 32 + 16 numbers, a line
  // of the cache apart, and six pixels of zeros.
  constexpr WinogradPlan plan = winograd_plan({{8, 3, 1, 1, 1, 1}, {8, 3, 1, 1, 1, 1}, 16, 32, 1, true}, 4);
  STATIC_REQUIRE(plan.group == 4);
  STATIC_REQUIRE(plan.scratch() == 37 * 144 + 6 * 16);
}

TEST_CASE("which convolutions go by Winograd's algorithm", "[convolution]") {
  static constexpr Target avx512{16, 32, true};
  const auto outputs = [](std::size_t pixels, std::size_t channels, std::size_t filters) {
    return winograd_outputs({{pixels, 3, 1, 1, 1, 1}, {pixels, 3, 1, 1, 1, 1}, channels, filters, 1, true},
                            avx512);
  };
  CHECK(outputs(56, 64, 64) == 4);
  CHECK(outputs(7, 32, 32) == 4);
  CHECK(outputs(7, 64, 64) == 2);
  CHECK(outputs(7, 512, 512) == 2);
  CHECK(outputs(5, 64, 64) == 0);
  CHECK(outputs(56, 3, 64) == 0);
  CHECK(outputs(56, 64, 24) == 0);
  CHECK(winograd_outputs({{56, 3, 2, 1, 1, 1}, {56, 3, 2, 1, 1, 1}, 64, 64, 1, true}, avx512) == 0);
  CHECK(winograd_outputs({{56, 3, 1, 1, 1, 1}, {56, 3, 1, 1, 1, 1}, 64, 64, 1, true}, Target{1, 16, true}) ==
        0);
}
