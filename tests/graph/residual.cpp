// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/one_layer.hpp>

#include <array>

using namespace etch;
using support::outputs;

// All values by hand, with small whole numbers.

TEST_CASE("a residual adds the value itself to what its body makes of it", "[residual]") {
  struct Net : Network<Input<2>, Residual<Dense<2>>> {};
  // (5, 7) [1 2; 3 4] + (100, 200) = (126, 238)
  constexpr std::array<float, 2> expected{131, 245};
  STATIC_REQUIRE(Net::output_shape == Shape{2});
  STATIC_REQUIRE(Net::layer_count == 2);
  STATIC_REQUIRE(outputs<Net>({1, 2, 3, 4, 100, 200}, {5, 7}) == expected);
  CHECK(outputs<Net>({1, 2, 3, 4, 100, 200}, {5, 7}) == expected);
}

TEST_CASE("a projection may change the shape of the shortcut", "[residual]") {
  using Body = Conv2d<2, Kernel<2>, Bias<false>>;
  using Shortcut = Conv2d<2, Kernel<1>, Stride<2>, Bias<false>>;
  struct Net : Network<Input<2, 2, 1>, Residual<Body, Shortcut>> {};
  // 1 1 + 2 2 + 3 3 + 4 4 = 30, 1 - 2 + 3 - 4 = -2; the shortcut sees the first pixel: 10, 20.
  constexpr std::array<float, 2> expected{40, 18};
  STATIC_REQUIRE(Net::output_shape == Shape{1, 1, 2});
  STATIC_REQUIRE(outputs<Net>({1, 1, 2, -1, 3, 1, 4, -1, 10, 20}, {1, 2, 3, 4}) == expected);
  CHECK(outputs<Net>({1, 1, 2, -1, 3, 1, 4, -1, 10, 20}, {1, 2, 3, 4}) == expected);
}

TEST_CASE("the parameters of the body come first, then those of the shortcut", "[residual]") {
  struct Net : Network<Input<1>, Residual<Dense<1, Bias<false>>, Dense<1>>, Dense<1, Bias<false>>> {};
  STATIC_REQUIRE(Net::Layer<0>::parameter_offset == 0);
  STATIC_REQUIRE(Net::Layer<1>::parameter_offset == 1);
  STATIC_REQUIRE(Net::Layer<3>::parameter_offset == 3);
  // ((2 7) + (3 7 + 5)) 10
  STATIC_REQUIRE(outputs<Net>({2, 3, 5, 10}, {7}) == std::array<float, 1>{400});
  CHECK(outputs<Net>({2, 3, 5, 10}, {7}) == std::array<float, 1>{400});
}

TEST_CASE("the body may work in place: the shortcut still sees the value before", "[residual]") {
  struct Net : Network<Input<3>, Residual<Relu>, Residual<Identity>> {};
  constexpr std::array<float, 3> expected{4, -2, 0};  // 2 (1 + 1), 2 (0 - 1), 0
  STATIC_REQUIRE(outputs<Net>({}, {1, -1, 0}) == expected);
  CHECK(outputs<Net>({}, {1, -1, 0}) == expected);
}

TEST_CASE("residuals nest", "[residual]") {
  struct Net : Network<Input<1>, Residual<Residual<Dense<1, Bias<false>>, Dense<1, Bias<false>>>>> {};
  // 2 7 + 3 7, and 7
  STATIC_REQUIRE(outputs<Net>({2, 3}, {7}) == std::array<float, 1>{42});
  CHECK(outputs<Net>({2, 3}, {7}) == std::array<float, 1>{42});
}
