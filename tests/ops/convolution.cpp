// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

using namespace etch;

// {in, kernel, stride, dilation, before, after} of height and width, channels, filters, groups, bias.
// Ragged and full vectors of channels and filters, with every other thing that matters at least twice.

TEST_CASE("3x3 convolutions with padding obey the laws", "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{7, 3, 1, 1, 1, 1}, {9, 3, 1, 1, 1, 1}, 1, 3, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{6, 3, 1, 1, 1, 1}, {5, 3, 1, 1, 1, 1}, 16, 17, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{5, 3, 1, 1, 1, 1}, {18, 3, 1, 1, 1, 1}, 10, 6, 1, false}>();
}

TEST_CASE("5x5 convolutions without padding obey the laws", "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{14, 5}, {14, 5}, 6, 16, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{6, 5}, {5, 5}, 3, 10, 1, true}>();
}

TEST_CASE("1x1 convolutions obey the laws", "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{4, 1}, {3, 1}, 17, 33, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{1, 1}, {1, 1}, 3, 1, 1, false}>();
  // Rows, planes and images go on into each other; rows not where padding is between them.
  laws::check_operation<ConvolutionGeometry{{9, 1}, {8, 1}, 3, 10, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{3, 1}, {4, 1}, 4, 18, 2, true, {2, 1}}>();
  laws::check_operation<ConvolutionGeometry{{3, 1, 1, 1, 0, 1}, {4, 1}, 5, 17, 1, true, {2, 1}}>();
  laws::check_operation<ConvolutionGeometry{{3, 1}, {4, 1}, 19, 6, 1, false, {3, 1, 2}}>();
}

TEST_CASE("strided convolutions obey the laws", "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{9, 3, 2, 1, 1, 1}, {8, 3, 2, 1, 0, 1}, 3, 16, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{11, 7, 3, 1, 3, 2}, {7, 2, 1, 1, 0, 0}, 6, 10, 1, true}>();
  // The stride leaves pixels that no window reads.
  laws::check_operation<ConvolutionGeometry{{8, 1, 3}, {9, 2, 4}, 10, 3, 1, true}>();
}

TEST_CASE("outputs larger than a second-level cache are what the reference gives", "[convolution]") {
  // Written in one go, and in parts whose lines are fetched before.
  constexpr ConvolutionGeometry image{{74, 3, 1, 1, 1, 1}, {74, 3, 1, 1, 1, 1}, 3, 48, 1, true};
  constexpr ConvolutionGeometry pixels{{72, 1}, {72, 1}, 2, 65, 1, true};
  STATIC_REQUIRE(image.output_size() > second_level_cache);
  STATIC_REQUIRE(pixels.output_size() > second_level_cache);
  laws::check_kernels<image>(1, 1, true, true);
  laws::check_kernels<pixels>(1, 2, true, true);
}
