// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/one_layer.hpp>

#include <array>

using namespace etch;
using support::outputs_of;

namespace {

// Each example is computed twice: by the compiler, with the plain loops, and by this target's kernels. All
// numbers are multiples of 1/4, so both are exact.

constexpr std::array<float, 16> quarters{1, .5f, 1, 0, 0, .25f, .5f, 1, 1, .25f, 0, 1, .5f, 0, 1, 1};
constexpr std::array<float, 4> diagonal{1, 0, 0, 2};

constexpr std::array<float, 25> image5{3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2,
                                       2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1};
constexpr std::array<float, 9> kernel5{0, 1, 2, 2, 2, 0, 0, 1, 2};

constexpr std::array<float, 36> image6{1, 2, 3, 1, 3, 5, 2, 2, 5, 4, 2, 5, 0, 6, 9, 6, 2, 2,
                                       2, 0, 1, 9, 4, 0, 5, 5, 4, 6, 7, 6, 6, 1, 3, 7, 1, 5};
constexpr std::array<float, 9> vertical_edges{1, 0, -1, 1, 0, -1, 1, 0, -1};
// By hand: with c(i, j) the sum of rows i - 1 to i + 1 of column j, y(i, j) = c(i, j - 1) - c(i, j + 1), zero
// outside. The sums of the columns are, row by row,
//   3  4  8  5  5 10
//   3 10 17 11  7 12
//   4  8 15 19  8  7
//   7 11 14 21 13  8
//  13  6  8 22 12 11
//  11  6  7 13  8 11
constexpr std::array<float, 36> edges6{-4, -5,  -1,  3,  -5, 5,  -10, -14, -1,  10, -1, 7,
                                       -8, -11, -11, 7,  12, 8,  -11, -7,  -10, 1,  13, 13,
                                       -6, 5,   -16, -4, 11, 12, -6,  4,   -7,  -1, 2,  8};

constexpr std::array<float, 10> signal{1, 4, 3, -1, 2, -4, 1, 0, 2, -1};
constexpr std::array<float, 3> smooth{1, 2, 1};

using Plain2 = Conv2d<1, Kernel<2>, Bias<false>>;
using Strided2 = Conv2d<1, Kernel<2>, Stride<2>, Bias<false>>;
using Plain3 = Conv2d<1, Kernel<3>, Bias<false>>;
using Padded3 = Conv2d<1, Kernel<3>, Padding<1>, Bias<false>>;
using Row3 = Conv2d<1, Kernel<1, 3>, Bias<false>>;
using PaddedRow3 = Conv2d<1, Kernel<1, 3>, Padding<0, 1>, Bias<false>>;

}  // namespace

TEST_CASE("a 4x4 image with a 2x2 kernel", "[lectures]") {
  constexpr std::array<float, 9> expected{1.5f, 1.5f, 3, .5f, .25f, 2.5f, 1, 2.25f, 2};
  STATIC_REQUIRE(outputs_of<Plain2, Shape{4, 4, 1}>(diagonal, quarters) == expected);
  CHECK(outputs_of<Plain2, Shape{4, 4, 1}>(diagonal, quarters) == expected);
}

TEST_CASE("the same with stride 2 keeps every other value", "[lectures]") {
  constexpr std::array<float, 4> expected{1.5f, 3, 1, 2};
  STATIC_REQUIRE(outputs_of<Strided2, Shape{4, 4, 1}>(diagonal, quarters) == expected);
  CHECK(outputs_of<Strided2, Shape{4, 4, 1}>(diagonal, quarters) == expected);
}

TEST_CASE("a 5x5 image with a 3x3 kernel", "[lectures]") {
  constexpr std::array<float, 9> expected{12, 12, 17, 10, 17, 19, 9, 6, 14};
  STATIC_REQUIRE(outputs_of<Plain3, Shape{5, 5, 1}>(kernel5, image5) == expected);
  CHECK(outputs_of<Plain3, Shape{5, 5, 1}>(kernel5, image5) == expected);
}

TEST_CASE("vertical edges of a 6x6 image, padded with zeros", "[lectures]") {
  STATIC_REQUIRE(outputs_of<Padded3, Shape{6, 6, 1}>(vertical_edges, image6) == edges6);
  CHECK(outputs_of<Padded3, Shape{6, 6, 1}>(vertical_edges, image6) == edges6);
}

TEST_CASE("a signal is a 1xN image", "[lectures]") {
  constexpr std::array<float, 8> expected{12, 9, 3, -1, -5, -2, 3, 3};  // x(j) + 2 x(j + 1) + x(j + 2)
  STATIC_REQUIRE(Row3::infer({1, 10, 1}) == Shape{1, 8, 1});
  STATIC_REQUIRE(outputs_of<Row3, Shape{1, 10, 1}>(smooth, signal) == expected);
  CHECK(outputs_of<Row3, Shape{1, 10, 1}>(smooth, signal) == expected);
}

TEST_CASE("a padded signal keeps its length", "[lectures]") {
  constexpr std::array<float, 10> expected{6, 12, 9, 3, -1, -5, -2, 3, 3, 0};  // 2 + 4, ..., 2 - 2
  STATIC_REQUIRE(PaddedRow3::infer({1, 10, 1}) == Shape{1, 10, 1});
  STATIC_REQUIRE(outputs_of<PaddedRow3, Shape{1, 10, 1}>(smooth, signal) == expected);
  CHECK(outputs_of<PaddedRow3, Shape{1, 10, 1}>(smooth, signal) == expected);
}
