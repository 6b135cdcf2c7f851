// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>

using namespace etch;

// h' = (h + 2 p - K) / s + 1, by hand in each line.

TEST_CASE("a 3x3 filter over 7x7 gives 5x5 with stride 1, 3x3 with stride 2", "[lectures]") {
  STATIC_REQUIRE(Conv2d<1, Kernel<3>>::infer({7, 7, 1}) == Shape{5, 5, 1});
  STATIC_REQUIRE(Conv2d<1, Kernel<3>, Stride<2>>::infer({7, 7, 1}) == Shape{3, 3, 1});
}

TEST_CASE("stride 3 does not fit 7x7: rounded down, or an error with ExactFit", "[lectures]") {
  STATIC_REQUIRE(Conv2d<1, Kernel<3>, Stride<3>>::infer({7, 7, 1}) == Shape{2, 2, 1});

  constexpr ShapeOr exact = Conv2d<1, Kernel<3>, Stride<3>, ExactFit>::infer({7, 7, 1});
  STATIC_REQUIRE_FALSE(exact.has_value());
  STATIC_REQUIRE(exact.problem().rule == Rule::window_leaves_a_rest);
  STATIC_REQUIRE(exact.problem().shape == Shape{7, 7, 1});
  STATIC_REQUIRE(exact.problem().numbers[0] == 3);  // the stride
  STATIC_REQUIRE(exact.problem().numbers[3] == 1);  // a row is left over

  STATIC_REQUIRE(Conv2d<1, Kernel<3>, Stride<2>, ExactFit>::infer({7, 7, 1}) == Shape{3, 3, 1});
  STATIC_REQUIRE(Conv2d<1, Kernel<3>, Stride<3>, Padding<1>, ExactFit>::infer({7, 7, 1}).problem().rule ==
                 Rule::none);  // 9 = 3 windows of 3
}

TEST_CASE("padding by (F - 1) / 2 keeps the size", "[lectures]") {
  STATIC_REQUIRE(Conv2d<1, Kernel<3>, Padding<1>>::infer({7, 7, 1}) == Shape{7, 7, 1});
  STATIC_REQUIRE(Conv2d<1, Kernel<5>, Padding<2>>::infer({7, 7, 1}) == Shape{7, 7, 1});
  STATIC_REQUIRE(Conv2d<1, Kernel<7>, Padding<3>>::infer({7, 7, 1}) == Shape{7, 7, 1});
}

TEST_CASE("without padding 5x5 filters shrink 32 to 28 to 24", "[lectures]") {
  struct Net : Network<Input<32, 32, 3>, Conv2d<6, Kernel<5>>, Relu, Conv2d<10, Kernel<5>>, Relu> {};
  STATIC_REQUIRE(Net::Layer<0>::output_shape == Shape{28, 28, 6});
  STATIC_REQUIRE(Net::Layer<2>::output_shape == Shape{24, 24, 10});
  STATIC_REQUIRE(Net::output_shape == Shape{24, 24, 10});
}

TEST_CASE("ten 5x5 filters on 32x32x3, padded by 2, give 32x32x10 with 760 parameters", "[lectures]") {
  struct Net : Network<Input<32, 32, 3>, Conv2d<10, Kernel<5>, Stride<1>, Padding<2>>> {};
  STATIC_REQUIRE(Net::output_shape == Shape{32, 32, 10});
  STATIC_REQUIRE(Net::parameter_count == 760);  // 10 (5 5 3 + 1)
}

TEST_CASE("six 5x5 filters on 32x32x3 give 28x28x6", "[lectures]") {
  STATIC_REQUIRE(Conv2d<6, Kernel<5>>::infer({32, 32, 3}) == Shape{28, 28, 6});
  STATIC_REQUIRE(Conv2d<6, Kernel<5>>::parameter_count({32, 32, 3}) == 456);  // 6 (5 5 3 + 1)
}

TEST_CASE("8x8x64 is flattened to 4096", "[lectures]") {
  STATIC_REQUIRE(Flatten::infer({8, 8, 64}) == Shape{4096});
}

TEST_CASE("three 5x5 maps of 28x28 are 24x24x3, pooled 12x12x3", "[lectures]") {
  struct Net : Network<Input<28, 28, 1>, Conv2d<3, Kernel<5>>, MaxPool2d<2>> {};
  STATIC_REQUIRE(Net::Layer<0>::output_shape == Shape{24, 24, 3});
  STATIC_REQUIRE(Net::output_shape == Shape{12, 12, 3});
}

TEST_CASE("784 to 100 dense has 78,500 parameters, 16 to 9 has 153", "[lectures]") {
  struct Large : Network<Input<784>, Dense<100>> {};
  struct Small : Network<Input<16>, Dense<9>> {};
  STATIC_REQUIRE(Large::parameter_count == 78'500);  // 784 100 + 100
  STATIC_REQUIRE(Small::parameter_count == 153);     // 16 9 + 9
}
