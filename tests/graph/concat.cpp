// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/composition.hpp>
#include <support/one_layer.hpp>

#include <array>

using namespace etch;
using support::outputs;

// All values by hand, with small whole numbers.

TEST_CASE("branches of vectors lie one after another", "[concat]") {
  struct Net : Network<Input<2>, Concat<Dense<1, Bias<false>>, Identity, Dense<2, Bias<false>>>> {};
  // 5 1 + 7 2; 5, 7; 5 3 + 7 5, 5 4 + 7 6
  constexpr std::array<float, 5> expected{19, 5, 7, 50, 62};
  STATIC_REQUIRE(Net::output_shape == Shape{5});
  STATIC_REQUIRE(Net::layer_count == 3);
  STATIC_REQUIRE(outputs<Net>({1, 2, 3, 4, 5, 6}, {5, 7}) == expected);
  CHECK(outputs<Net>({1, 2, 3, 4, 5, 6}, {5, 7}) == expected);
}

TEST_CASE("branches of images lie side by side in each pixel", "[concat]") {
  struct Net : Network<Input<1, 2, 2>, Concat<Relu, Conv2d<1, Kernel<1>, Bias<false>>>> {};
  // Pixels (1, -2) and (3, 4), weights (10, 1)
  constexpr std::array<float, 6> expected{1, 0, 8, 3, 4, 34};
  STATIC_REQUIRE(Net::output_shape == Shape{1, 2, 3});
  STATIC_REQUIRE(outputs<Net>({10, 1}, {1, -2, 3, 4}) == expected);
  CHECK(outputs<Net>({10, 1}, {1, -2, 3, 4}) == expected);
}

TEST_CASE("one branch is the branch", "[concat]") {
  struct Net : Network<Input<2>, Concat<Dense<2, Bias<false>>>> {};
  constexpr std::array<float, 2> expected{26, 38};  // 5 1 + 7 3, 5 2 + 7 4
  STATIC_REQUIRE(outputs<Net>({1, 2, 3, 4}, {5, 7}) == expected);
  CHECK(outputs<Net>({1, 2, 3, 4}, {5, 7}) == expected);
}

TEST_CASE("branches of Identity alone repeat the value", "[concat]") {
  struct Net : Network<Input<2>, Concat<Identity, Identity, Identity>> {};
  constexpr std::array<float, 6> expected{5, 7, 5, 7, 5, 7};
  STATIC_REQUIRE(outputs<Net>({}, {5, 7}) == expected);
  CHECK(outputs<Net>({}, {5, 7}) == expected);
}

TEST_CASE("concatenations nest: the inner one's channels stay together", "[concat]") {
  struct Net : Network<Input<1, 2, 1>, Concat<Identity, Concat<Relu, Conv2d<2, Kernel<1>>>, Identity>> {};
  // Pixels -1 and 2, weights (10, 20), biases (1, 2)
  constexpr std::array<float, 10> expected{-1, 0, -9, -18, -1, 2, 2, 21, 42, 2};
  STATIC_REQUIRE(Net::output_shape == Shape{1, 2, 5});
  STATIC_REQUIRE(outputs<Net>({10, 20, 1, 2}, {-1, 2}) == expected);
  CHECK(outputs<Net>({10, 20, 1, 2}, {-1, 2}) == expected);
}

TEST_CASE("a residual in a concatenation in a residual", "[concat]") {
  using Inner = Residual<Relu>;
  struct Net : Network<Input<1, 1, 3>, Residual<Concat<Inner, Conv2d<1, Kernel<1>, Bias<false>>>,
                                                Conv2d<4, Kernel<1>, Bias<false>>>> {};
  // x = (1, -2, 3). Inner: (2, -2, 6); its neighbour (1, 1, 1) x = 2; the shortcut, weights by (channel,
  // filter): channel 0 to filter 0, 1 to 1, 2 to 2, and all to 3, which gives (1, -2, 3, 2).
  constexpr std::array<float, 4> expected{3, -4, 9, 4};
  STATIC_REQUIRE(outputs<Net>({1, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1}, {1, -2, 3}) == expected);
  CHECK(outputs<Net>({1, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1}, {1, -2, 3}) == expected);
}

TEST_CASE("the parameters of branches lie in the order written", "[concat]") {
  struct Net : Network<Input<4>, Concat<Sequential<Dense<3>, Dense<2>>, Identity, Dense<5>>, Dense<1>> {};
  STATIC_REQUIRE(Net::Layer<0>::parameter_offset == 0);
  STATIC_REQUIRE(Net::Layer<1>::parameter_offset == 15);
  STATIC_REQUIRE(Net::Layer<2>::parameter_offset == 23);
  STATIC_REQUIRE(Net::Layer<3>::parameter_count == 0);
  STATIC_REQUIRE(Net::Layer<4>::parameter_offset == 48);
  STATIC_REQUIRE(Net::parameter_count == 48 + 12);
}

TEST_CASE("at inference convolutions write into the concatenation", "[concat]") {
  using Squeeze = Conv2d<3, Kernel<1>>;
  // Two steps of the inner concatenation and one of the outer become the convolutions'; the copy of the image
  // and the last one, of what is read twice, stay.
  struct Net : Network<Input<6, 6, 16>,
                       Concat<Sequential<Squeeze, Relu>, Identity,
                              Concat<Conv2d<16, Kernel<3>, Same>, DepthwiseConv2d<Kernel<3>, Same>>>,
                       Conv2d<4, Kernel<3>>, Concat<Identity, Sequential<Conv2d<4, Kernel<1>>, Tanh>>> {};
  STATIC_REQUIRE(Net::output_shape == Shape{4, 4, 8});
  const bool writes = this_target.packs() || this_target.lanes == 1;
  CHECK(Net::inference_program.step_count == 5 + 2 + (writes ? 0 : 4));
  composition::check<Net>();
}
