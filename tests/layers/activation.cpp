// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs_of;

namespace {

constexpr std::array<float, 5> points{-3, -1, 0, 1, 3};

/// The layer at `points`, at compile time and at run time.
template <class L>
void check_values(const std::array<float, 5>& expected) {
  INFO(std::string_view(L::name));
  constexpr auto then = outputs_of<L, Shape{5}>({}, points);
  laws::check_close(then, expected, 3e-7);
  laws::check_close(outputs_of<L, Shape{5}>({}, points), expected, 3e-7);
}

}  // namespace

TEST_CASE("activations keep any shape and have no parameters", "[activation]") {
  STATIC_REQUIRE(Relu::infer({7, 5, 3}) == Shape{7, 5, 3});
  STATIC_REQUIRE(Tanh::infer({10}) == Shape{10});
  STATIC_REQUIRE(Sigmoid::infer({4, 4}) == Shape{4, 4});
  STATIC_REQUIRE(LeakyRelu<>::infer({2, 3, 4, 5}) == Shape{2, 3, 4, 5});
  STATIC_REQUIRE(Relu::parameter_count({10}) == 0);
  STATIC_REQUIRE(Relu::geometry({7, 5, 3}).count == 105);
}

TEST_CASE("activations have the values of their formulas", "[activation]") {
  // Python's math.erf, tanh, expm1 and log1p in the formulas of the papers.
  check_values<Gelu>({-.0040496941f, -.15865525f, 0, .84134475f, 2.9959503f});
  check_values<GeluTanh>({-.0036373921f, -.15880801f, 0, .84119199f, 2.9963626f});
  check_values<Silu>({-.14227762f, -.26894142f, 0, .73105858f, 2.8577224f});
  check_values<Mish>({-.14564746f, -.30340146f, 0, .86509839f, 2.986535f});
  check_values<Softplus>({.048587352f, .31326169f, .69314718f, 1.3132617f, 3.0485874f});
  check_values<Selu>({-1.6705687f, -1.1113307f, 0, 1.050701f, 3.152103f});
  check_values<Elu<>>({-.95021293f, -.63212056f, 0, 1, 3});
  check_values<Elu<Alpha<1, 4>>>({-.2375532323f, -.15803014f, 0, 1, 3});
  check_values<Relu6>({0, 0, 0, 1, 3});
  check_values<HardSwish>({0, -1.0f / 3, 0, 2.0f / 3, 3});
  check_values<HardSigmoid>({0, 1.0f / 3, .5f, 2.0f / 3, 1});
  check_values<Softsign>({-.75f, -.5f, 0, .5f, .75f});
  check_values<ThresholdedRelu<>>({0, 0, 0, 0, 3});
  check_values<ThresholdedRelu<Alpha<1, 2>>>({0, 0, 0, 1, 3});
}

TEST_CASE("Relu cuts below 0, LeakyRelu bends there", "[activation]") {
  constexpr std::array<float, 5> x{-100, -.5f, 0, .5f, 100};
  constexpr std::array<float, 5> cut{0, 0, 0, .5f, 100};
  constexpr std::array<float, 5> quarter{-25, -.125f, 0, .5f, 100};
  constexpr std::array<float, 5> doubled{-200, -1, 0, .5f, 100};
  STATIC_REQUIRE(outputs_of<Relu, Shape{5}>({}, x) == cut);
  CHECK(outputs_of<Relu, Shape{5}>({}, x) == cut);
  STATIC_REQUIRE(outputs_of<LeakyRelu<Slope<1, 4>>, Shape{5}>({}, x) == quarter);
  CHECK(outputs_of<LeakyRelu<Slope<1, 4>>, Shape{5}>({}, x) == quarter);
  STATIC_REQUIRE(outputs_of<LeakyRelu<Slope<2>>, Shape{5}>({}, x) == doubled);  // more than 1: no maximum
  CHECK(outputs_of<LeakyRelu<Slope<2>>, Shape{5}>({}, x) == doubled);
}

TEST_CASE("LeakyRelu's slope is 0.01 unless given", "[activation]") {
  STATIC_REQUIRE(LeakyRelu<>::geometry({3}).slope.as<float>() == 0.01f);
  STATIC_REQUIRE(LeakyRelu<Slope<1, 5>>::geometry({3}).slope.as<double>() == 0.2);
  STATIC_REQUIRE(LeakyRelu<Slope<1, 0>>::infer({3}).problem().rule == Rule::extent_is_zero);
  STATIC_REQUIRE(LeakyRelu<Stride<2>>::infer({3}).problem().rule == Rule::option_unknown);
  STATIC_REQUIRE(LeakyRelu<Slope<1>, Slope<2>>::infer({3}).problem().rule == Rule::option_given_twice);
}

TEST_CASE("Relu6 and the hard functions bend where they should", "[activation]") {
  constexpr std::array<float, 5> x{-4, -1.5f, 1.5f, 6, 7};
  constexpr std::array<float, 5> relu6{0, 0, 1.5f, 6, 6};
  constexpr std::array<float, 5> hard_sigmoid{0, .25f, .75f, 1, 1};
  constexpr std::array<float, 5> hard_swish{0, -.375f, 1.125f, 6, 7};
  STATIC_REQUIRE(outputs_of<Relu6, Shape{5}>({}, x) == relu6);
  CHECK(outputs_of<Relu6, Shape{5}>({}, x) == relu6);
  laws::check_close(outputs_of<HardSigmoid, Shape{5}>({}, x), hard_sigmoid, 2e-7);
  laws::check_close(outputs_of<HardSwish, Shape{5}>({}, x), hard_swish, 2e-7);
}

TEST_CASE("Sigmoid is 1 / (1 + e^-x), Tanh the hyperbolic tangent", "[activation]") {
  constexpr float ln3 = 1.0986123f;
  constexpr std::array<float, 5> x{0, ln3, -ln3, 100, -100};
  constexpr std::array<float, 5> sigmoid{.5f, .75f, .25f, 1, 0};
  constexpr std::array<float, 5> tanh{0, .8f, -.8f, 1, -1};  // (9 - 1) / (9 + 1)
  constexpr auto sigmoid_then = outputs_of<Sigmoid, Shape{5}>({}, x);
  constexpr auto tanh_then = outputs_of<Tanh, Shape{5}>({}, x);
  laws::check_close(sigmoid_then, sigmoid, 3e-7);
  laws::check_close(outputs_of<Sigmoid, Shape{5}>({}, x), sigmoid, 3e-7);
  laws::check_close(tanh_then, tanh, 3e-7);
  laws::check_close(outputs_of<Tanh, Shape{5}>({}, x), tanh, 3e-7);
}

TEST_CASE("Prelu has a slope for each channel, or one for all", "[activation]") {
  STATIC_REQUIRE(Prelu<>::infer({4, 5, 3}) == Shape{4, 5, 3});
  STATIC_REQUIRE(Prelu<>::parameter_count({4, 5, 3}) == 3);
  STATIC_REQUIRE(Prelu<Shared>::parameter_count({4, 5, 3}) == 1);
  STATIC_REQUIRE(Prelu<>::parameter_blocks({4, 5, 3})[0].initial == Fraction{1, 4});
  constexpr std::array<float, 6> x{-1, -2, -3, 4, -5, 6};
  constexpr std::array<float, 6> each{-2, 6, -.75f, 4, 15, 6};  // 2, -3, 1/4
  constexpr std::array<float, 6> shared{-.5f, -1, -1.5f, 4, -2.5f, 6};
  STATIC_REQUIRE(outputs_of<Prelu<>, Shape{2, 1, 3}>({2, -3, .25f}, x) == each);
  CHECK(outputs_of<Prelu<>, Shape{2, 1, 3}>({2, -3, .25f}, x) == each);
  STATIC_REQUIRE(outputs_of<Prelu<Shared>, Shape{2, 1, 3}>({.5f}, x) == shared);
  CHECK(outputs_of<Prelu<Shared>, Shape{2, 1, 3}>({.5f}, x) == shared);
}

TEST_CASE("what activations do not take is a problem", "[activation]") {
  STATIC_REQUIRE(Elu<Alpha<1, 0>>::infer({3}).problem().rule == Rule::extent_is_zero);
  STATIC_REQUIRE(Elu<Slope<1, 2>>::infer({3}).problem().rule == Rule::option_unknown);
  STATIC_REQUIRE(ThresholdedRelu<Slope<1>>::infer({3}).problem().rule == Rule::option_unknown);
  STATIC_REQUIRE(LeakyRelu<Alpha<1>>::infer({3}).problem().rule == Rule::option_unknown);
  STATIC_REQUIRE(Prelu<Shared, Shared>::infer({3}).problem().rule == Rule::option_given_twice);
  STATIC_REQUIRE(Prelu<Slope<1, 4>>::infer({3}).problem().rule == Rule::option_unknown);
}

TEST_CASE("activations obey the laws", "[activation]") {
  laws::check<Relu, Shape{3, 5, 17}>();
  laws::check<LeakyRelu<>, Shape{33}>();
  laws::check<LeakyRelu<Slope<1, 5>>, Shape{2, 3, 6}>();
  laws::check<Sigmoid, Shape{3, 3, 10}>();
  laws::check<Tanh, Shape{17}>();
  laws::check<Elu<Alpha<3, 2>>, Shape{2, 3, 3}>();
  laws::check<Selu, Shape{17}>();
  laws::check<Gelu, Shape{3, 7}>();
  laws::check<GeluTanh, Shape{19}>();
  laws::check<Silu, Shape{2, 2, 9}>();
  laws::check<Mish, Shape{11}>();
  laws::check<Softplus, Shape{18}>();
  laws::check<Relu6, Shape{2, 3, 3}>();
  laws::check<HardSwish, Shape{3, 11}>();
  laws::check<HardSigmoid, Shape{21}>();
  laws::check<Softsign, Shape{2, 19}>();
  laws::check<ThresholdedRelu<Alpha<1, 4>>, Shape{3, 7}>();
  laws::check<Prelu<>, Shape{2, 3, 17}>();
  laws::check<Prelu<Shared>, Shape{5, 3}>();
}
