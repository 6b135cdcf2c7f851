// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs_of;

TEST_CASE("a depthwise convolution gives the channels it gets, times its multiplier", "[depthwise]") {
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<3>>::infer({8, 7, 5}) == Shape{6, 5, 5});
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<3>, Multiplier<2>>::infer({8, 7, 5}) == Shape{6, 5, 10});
  STATIC_REQUIRE(DepthwiseConv2d<Same, Stride<2>, Kernel<3>>::infer({8, 7, 5}) == Shape{4, 4, 5});
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<2, 3>, Dilation<2>>::infer({8, 7, 5}) == Shape{6, 3, 5});
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<1>>::infer({1, 1, 1}) == Shape{1, 1, 1});
}

TEST_CASE("a depthwise convolution has a filter for each channel that it gives", "[depthwise]") {
  // MobileNet's: 3 x 3 x 32.
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<3>, Bias<false>>::parameter_count({112, 112, 32}) == 288);
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<3>>::parameter_count({112, 112, 32}) == 320);
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<3>, Multiplier<2>>::parameter_count({8, 8, 5}) == 9 * 10 + 10);
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<3>, Same>::multiply_adds({112, 112, 32}) == 112 * 112 * 288);
}

TEST_CASE("filter k of a depthwise convolution reads channel k / multiplier", "[depthwise]") {
  using One = DepthwiseConv2d<Kernel<1, 2>>;
  // Pixels (1, 2, 3), (4, 5, 6); weights of the first tap 1, 2, 3, of the second 10, 20, 30.
  constexpr std::array<float, 3> one{1 + 40 + 100, 4 + 100 + 200, 9 + 180 + 300};
  STATIC_REQUIRE(outputs_of<One, Shape{1, 2, 3}>({1, 2, 3, 10, 20, 30, 100, 200, 300}, {1, 2, 3, 4, 5, 6}) ==
                 one);
  CHECK(outputs_of<One, Shape{1, 2, 3}>({1, 2, 3, 10, 20, 30, 100, 200, 300}, {1, 2, 3, 4, 5, 6}) == one);

  using Three = DepthwiseConv2d<Kernel<1>, Multiplier<3>, Bias<false>>;
  constexpr std::array<float, 6> three{3, 6, 9, 20, 25, 30};  // 3 (1, 2, 3), 5 (4, 5, 6)
  STATIC_REQUIRE(outputs_of<Three, Shape{1, 1, 2}>({1, 2, 3, 4, 5, 6}, {3, 5}) == three);
  CHECK(outputs_of<Three, Shape{1, 1, 2}>({1, 2, 3, 4, 5, 6}, {3, 5}) == three);
}

TEST_CASE("a depthwise convolution is one with as many groups as channels", "[depthwise]") {
  constexpr Shape in{5, 6, 3};
  const auto x = laws::random_numbers<in.size()>(1);
  const auto parameters = laws::random_numbers<9 * 6 + 6>(2);
  laws::check_close(
      outputs_of<DepthwiseConv2d<Kernel<3>, Multiplier<2>, Stride<2>, Padding<1>>, in>(parameters, x),
      outputs_of<Conv2d<6, Kernel<3>, Groups<3>, Stride<2>, Padding<1>>, in>(parameters, x), 0);
}

TEST_CASE("what a depthwise convolution does not take is a problem", "[depthwise]") {
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<3>>::infer({8, 5}).problem() == Problem::rank({8, 5}, 3));
  STATIC_REQUIRE(DepthwiseConv2d<>::infer({8, 7, 5}).problem().rule == Rule::kernel_is_missing);
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<3>, Multiplier<0>>::infer({8, 7, 5}).problem() ==
                 Problem::zero("Multiplier"));
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<3>, Groups<1>>::infer({8, 7, 5}).problem().subject == Text("Groups"));
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<9>>::infer({8, 7, 5}).problem().rule == Rule::window_does_not_fit);
  STATIC_REQUIRE(Conv2d<5, Kernel<3>, Multiplier<1>>::infer({8, 7, 5}).problem().rule ==
                 Rule::option_unknown);
}

TEST_CASE("a number of filters that cannot be counted is a problem", "[depthwise]") {
  constexpr std::size_t quarter = static_cast<std::size_t>(-1) / 4 + 1;
  STATIC_REQUIRE(DepthwiseConv2d<Kernel<1>, Multiplier<quarter>>::infer({8, 8, 4}).problem().rule ==
                 Rule::option_too_large);
}

TEST_CASE("depthwise convolutions obey the laws", "[depthwise]") {
  laws::check<DepthwiseConv2d<Kernel<3>, Same>, Shape{5, 4, 17}>();
  laws::check<DepthwiseConv2d<Kernel<2, 3>, Multiplier<2>, Stride<2>, Bias<false>>, Shape{4, 6, 3}>();
  laws::check<DepthwiseConv2d<Kernel<3>, Dilation<2>, Padding<2, 0>>, Shape{4, 5, 1}>();
}
