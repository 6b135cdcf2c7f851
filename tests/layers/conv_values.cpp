// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/one_layer.hpp>

#include <array>

using namespace etch;
using support::outputs_of;

// All numbers are small multiples of 1/2: the plain loops and the kernels are both exact. Weights lie as
// (tap, channel of the group, filter), then the biases.

TEST_CASE("each filter sums all taps of all channels, and its bias", "[conv]") {
  using L = Conv2d<2, Kernel<2>>;
  constexpr std::array<float, 8> image{1, 2, 3, 4, 5, 6, 7, 8};
  constexpr std::array<float, 18> parameters{1,  0,   0, 1, 2,  0,  // taps (0, 0) and (0, 1): channel 0, 1
                                             0,  -1,  0, 1, 1,  0,  //
                                             -1, .5f, 0, 2, 10, 20};
  // 1 1 + 3 2 + 6 1 - 7 1 + 10; 2 1 - 4 1 + 5 1 + 7 / 2 + 8 2 + 20
  constexpr std::array<float, 2> expected{16, 42.5f};
  STATIC_REQUIRE(outputs_of<L, Shape{2, 2, 2}>(parameters, image) == expected);
  CHECK(outputs_of<L, Shape{2, 2, 2}>(parameters, image) == expected);
}

TEST_CASE("groups of channels do not see each other", "[conv]") {
  using L = Conv2d<4, Kernel<1>, Groups<2>, Bias<false>>;
  constexpr std::array<float, 8> weights{1, 2, 3, 4, 10, 20, 30, 40};
  constexpr std::array<float, 4> pixel{1, 2, 3, 4};
  // 1 1 + 2 10; 1 2 + 2 20; 3 3 + 4 30; 3 4 + 4 40
  constexpr std::array<float, 4> expected{21, 42, 129, 172};
  STATIC_REQUIRE(outputs_of<L, Shape{1, 1, 4}>(weights, pixel) == expected);
  CHECK(outputs_of<L, Shape{1, 1, 4}>(weights, pixel) == expected);
}

TEST_CASE("as many groups as channels: a depthwise convolution", "[conv]") {
  using L = Conv2d<3, Kernel<2>, Groups<3>, Bias<false>>;
  constexpr std::array<float, 12> weights{1, 0, 2, 0, 1, 2, 1, 0, -1, 0, 1, .5f};
  constexpr std::array<float, 12> image{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  // 1 + 7; 5 + 11; 2 3 + 2 6 - 9 + 12 / 2
  constexpr std::array<float, 3> expected{8, 16, 15};
  STATIC_REQUIRE(outputs_of<L, Shape{2, 2, 3}>(weights, image) == expected);
  CHECK(outputs_of<L, Shape{2, 2, 3}>(weights, image) == expected);
}

TEST_CASE("a depthwise convolution may give several filters for each channel", "[conv]") {
  using L = Conv2d<4, Kernel<1>, Groups<2>, Bias<false>>;
  constexpr std::array<float, 4> expected{3, 6, 15, 20};  // 3 1, 3 2, 5 3, 5 4
  STATIC_REQUIRE(outputs_of<L, Shape{1, 1, 2}>({1, 2, 3, 4}, {3, 5}) == expected);
  CHECK(outputs_of<L, Shape{1, 1, 2}>({1, 2, 3, 4}, {3, 5}) == expected);
}

TEST_CASE("dilated taps lie apart", "[conv]") {
  using Row = Conv2d<1, Kernel<1, 3>, Dilation<1, 2>, Bias<false>>;
  constexpr std::array<float, 2> row{531, 642};  // 1 + 3 10 + 5 100, 2 + 4 10 + 6 100
  STATIC_REQUIRE(outputs_of<Row, Shape{1, 6, 1}>({1, 10, 100}, {1, 2, 3, 4, 5, 6}) == row);
  CHECK(outputs_of<Row, Shape{1, 6, 1}>({1, 10, 100}, {1, 2, 3, 4, 5, 6}) == row);

  using Corners = Conv2d<1, Kernel<2>, Dilation<2>, Bias<false>>;
  constexpr std::array<float, 1> corners{9731};  // 1 + 3 10 + 7 100 + 9 1000
  STATIC_REQUIRE(outputs_of<Corners, Shape{3, 3, 1}>({1, 10, 100, 1000}, {1, 2, 3, 4, 5, 6, 7, 8, 9}) ==
                 corners);
  CHECK(outputs_of<Corners, Shape{3, 3, 1}>({1, 10, 100, 1000}, {1, 2, 3, 4, 5, 6, 7, 8, 9}) == corners);
}

TEST_CASE("the four sides are padded as given", "[conv]") {
  using L = Conv2d<1, Kernel<2>, Padding<1, 0, 0, 2>, Bias<false>>;
  // 0 0 0 0
  // 1 2 0 0
  // 3 4 0 0
  constexpr std::array<float, 6> expected{2100, 200, 0, 4321, 402, 0};
  STATIC_REQUIRE(L::infer({2, 2, 1}) == Shape{2, 3, 1});
  STATIC_REQUIRE(outputs_of<L, Shape{2, 2, 1}>({1, 10, 100, 1000}, {1, 2, 3, 4}) == expected);
  CHECK(outputs_of<L, Shape{2, 2, 1}>({1, 10, 100, 1000}, {1, 2, 3, 4}) == expected);
}

TEST_CASE("on padding alone a convolution gives its bias", "[conv]") {
  using L = Conv2d<1, Kernel<1>, Padding<1>>;
  constexpr std::array<float, 9> expected{7, 7, 7, 7, 13, 7, 7, 7, 7};  // 3 2 + 7 in the middle
  STATIC_REQUIRE(outputs_of<L, Shape{1, 1, 1}>({2, 7}, {3}) == expected);
  CHECK(outputs_of<L, Shape{1, 1, 1}>({2, 7}, {3}) == expected);
}

TEST_CASE("Same and SameLower differ in where the odd zero is", "[conv]") {
  using Upper = Conv2d<1, Kernel<1, 2>, Same, Bias<false>>;
  using Lower = Conv2d<1, Kernel<1, 2>, SameLower, Bias<false>>;
  constexpr std::array<float, 3> upper{21, 32, 3};   // 1 2 3 | 0 with 1, 10
  constexpr std::array<float, 3> lower{10, 21, 32};  // 0 | 1 2 3
  STATIC_REQUIRE(outputs_of<Upper, Shape{1, 3, 1}>({1, 10}, {1, 2, 3}) == upper);
  CHECK(outputs_of<Upper, Shape{1, 3, 1}>({1, 10}, {1, 2, 3}) == upper);
  STATIC_REQUIRE(outputs_of<Lower, Shape{1, 3, 1}>({1, 10}, {1, 2, 3}) == lower);
  CHECK(outputs_of<Lower, Shape{1, 3, 1}>({1, 10}, {1, 2, 3}) == lower);
}
