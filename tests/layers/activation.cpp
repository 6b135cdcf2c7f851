// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>
#include <cmath>
#include <numeric>

using namespace etch;
using support::outputs_of;

TEST_CASE("activations keep any shape and have no parameters", "[activation]") {
  STATIC_REQUIRE(Relu::infer({7, 5, 3}) == Shape{7, 5, 3});
  STATIC_REQUIRE(Tanh::infer({10}) == Shape{10});
  STATIC_REQUIRE(Sigmoid::infer({4, 4}) == Shape{4, 4});
  STATIC_REQUIRE(LeakyRelu<>::infer({2, 3, 4, 5}) == Shape{2, 3, 4, 5});
  STATIC_REQUIRE(Softmax::infer({7, 5, 3}) == Shape{7, 5, 3});
  STATIC_REQUIRE(Relu::parameter_count({10}) == 0);
  STATIC_REQUIRE(Softmax::parameter_count({10}) == 0);
  STATIC_REQUIRE(Relu::geometry({7, 5, 3}).count == 105);
  STATIC_REQUIRE(Softmax::geometry({7, 5, 3}) == SoftmaxGeometry{35, 3});
  STATIC_REQUIRE(Softmax::geometry({10}) == SoftmaxGeometry{1, 10});
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

TEST_CASE("Softmax of logarithms gives the shares", "[activation]") {
  // log(1), log(2), log(5)
  constexpr std::array<float, 3> x{0, 0.6931472f, 1.6094379f};
  constexpr std::array<float, 3> expected{.125f, .25f, .625f};
  constexpr auto then = outputs_of<Softmax, Shape{3}>({}, x);
  laws::check_close(then, expected, 3e-7);
  laws::check_close(outputs_of<Softmax, Shape{3}>({}, x), expected, 3e-7);
}

TEST_CASE("Softmax sums to 1 over the channels of each position", "[activation]") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    auto x = laws::random_numbers<3 * 2 * 17>(seed);
    for (float& value : x) value *= 30;
    const auto y = outputs_of<Softmax, Shape{3, 2, 17}>({}, x);
    for (auto pixel = y.begin(); pixel != y.end(); pixel += 17)
      CHECK(std::accumulate(pixel, pixel + 17, 0.0) == Approx(1).margin(1e-6));
  }
}

TEST_CASE("Softmax does not overflow", "[activation]") {
  STATIC_REQUIRE(outputs_of<Softmax, Shape{3}>({}, {1e4f, -1e4f, 1e4f}) == std::array<float, 3>{.5f, 0, .5f});
  CHECK(outputs_of<Softmax, Shape{3}>({}, {1e4f, -1e4f, 1e4f}) == std::array<float, 3>{.5f, 0, .5f});
  CHECK(outputs_of<Softmax, Shape{3}>({}, {-1e4f, -1e4f, -1e4f})[1] == Approx(1.0 / 3));
  CHECK(outputs_of<Softmax, Shape{2}>({}, {3e38f, -3e38f}) == std::array<float, 2>{1, 0});
}

TEST_CASE("Softmax does not change when all its inputs move together", "[activation]") {
  constexpr std::array<float, 4> x{1, 2, -3, .5f};
  constexpr std::array<float, 4> moved{65, 66, 61, 64.5f};
  laws::check_close(outputs_of<Softmax, Shape{4}>({}, moved), outputs_of<Softmax, Shape{4}>({}, x), 3e-7);
}

TEST_CASE("activations obey the laws", "[activation]") {
  laws::check<Relu, Shape{3, 5, 17}>();
  laws::check<LeakyRelu<>, Shape{33}>();
  laws::check<LeakyRelu<Slope<1, 5>>, Shape{2, 3, 6}>();
  laws::check<Sigmoid, Shape{3, 3, 10}>();
  laws::check<Tanh, Shape{17}>();
  laws::check<Softmax, Shape{10}>();
  laws::check<Softmax, Shape{2, 3, 17}>();
  laws::check<Softmax, Shape{1}>();
}
