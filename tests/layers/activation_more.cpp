// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>
#include <cmath>

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

/// What the layer makes of -1000 and of 1000, at compile time and at run time.
template <class L>
void check_limits(double below, double above) {
  INFO(std::string_view(L::name));
  constexpr std::array<float, 2> far{-1000, 1000};
  constexpr auto then = outputs_of<L, Shape{2}>({}, far);
  const auto now = outputs_of<L, Shape{2}>({}, far);
  for (const auto& both : {then, now}) {
    CHECK(both[0] == Approx(below).margin(1e-30));
    CHECK(both[1] == Approx(above).epsilon(1e-6));
  }
}

/// The derivative there, times 1, is finite and as given.
template <class L>
void check_slopes(double below, double above) {
  INFO(std::string_view(L::name));
  constexpr auto g = L::geometry({2});
  const float x[]{-1000, 1000};
  const float dy[]{1, 1};
  for (const bool kernel : {false, true}) {
    float y[2], dx[2];
    Operands<float> o;
    o.input = x;
    o.result = y;
    kernel ? Kernels<g>::forward(o) : EachImage<g>::forward(o);
    o.output = y;
    o.output_gradient = dy;
    o.result = dx;
    kernel ? Kernels<g>::input_gradient(o) : EachImage<g>::input_gradient(o);
    CAPTURE(kernel);
    CHECK(dx[0] == Approx(below).margin(1e-30));
    CHECK(dx[1] == Approx(above));
  }
}

}  // namespace

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

TEST_CASE("far from 0 activations reach their limits and are numbers", "[activation]") {
  check_limits<Relu>(0, 1000);
  check_limits<Relu6>(0, 6);
  check_limits<LeakyRelu<>>(-10, 1000);
  check_limits<Elu<>>(-1, 1000);
  check_limits<Selu>(-1.0507009873554805 * 1.6732632423543772, 1050.7009873554805);
  check_limits<Sigmoid>(0, 1);
  check_limits<Tanh>(-1, 1);
  check_limits<Gelu>(0, 1000);
  check_limits<GeluTanh>(0, 1000);
  check_limits<Silu>(0, 1000);
  check_limits<Mish>(0, 1000);
  check_limits<HardSwish>(0, 1000);
  check_limits<HardSigmoid>(0, 1);
  check_limits<Softplus>(0, 1000);
}

TEST_CASE("far from 0 derivatives are numbers too", "[activation]") {
  check_slopes<Relu6>(0, 0);
  check_slopes<Elu<>>(0, 1);
  check_slopes<Selu>(0, 1.0507009873554805);
  check_slopes<Sigmoid>(0, 0);
  check_slopes<Tanh>(0, 0);
  check_slopes<Gelu>(0, 1);
  check_slopes<GeluTanh>(0, 1);
  check_slopes<Silu>(0, 1);
  check_slopes<Mish>(0, 1);
  check_slopes<HardSwish>(0, 1);
  check_slopes<HardSigmoid>(0, 0);
  check_slopes<Softplus>(0, 1);
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

TEST_CASE("LogSoftmax is the logarithm of Softmax", "[activation]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    auto x = laws::random_numbers<2 * 3 * 7>(seed);
    for (float& value : x) value *= 10;
    const auto shares = outputs_of<Softmax, Shape{2, 3, 7}>({}, x);
    const auto logarithms = outputs_of<LogSoftmax, Shape{2, 3, 7}>({}, x);
    for (std::size_t n = 0; n < x.size(); ++n)
      CHECK(logarithms[n] == Approx(std::log(static_cast<double>(shares[n]))).epsilon(1e-5).margin(1e-6));
  }
  // log(1 / 8), log(2 / 8), log(5 / 8)
  constexpr std::array<float, 3> expected{-2.0794415f, -1.3862944f, -.47000363f};
  constexpr auto then = outputs_of<LogSoftmax, Shape{3}>({}, {0, 0.6931472f, 1.6094379f});
  laws::check_close(then, expected, 3e-7);
}

TEST_CASE("LogSoftmax does not overflow, nor take the logarithm of 0", "[activation]") {
  constexpr std::array<float, 3> x{1000, -1000, 1000};
  constexpr std::array<float, 3> expected{-.6931472f, -2000.6931f, -.6931472f};  // -log(2), -2000 - log(2)
  constexpr auto then = outputs_of<LogSoftmax, Shape{3}>({}, x);
  const auto now = outputs_of<LogSoftmax, Shape{3}>({}, x);
  for (std::size_t n = 0; n < 3; ++n) {
    CHECK(then[n] == Approx(expected[n]).epsilon(1e-6));
    CHECK(now[n] == Approx(expected[n]).epsilon(1e-6));
  }
}

TEST_CASE("what activations do not take is a problem", "[activation]") {
  STATIC_REQUIRE(Elu<Alpha<1, 0>>::infer({3}).problem().rule == Rule::extent_is_zero);
  STATIC_REQUIRE(Elu<Slope<1, 2>>::infer({3}).problem().rule == Rule::option_unknown);
  STATIC_REQUIRE(LeakyRelu<Alpha<1>>::infer({3}).problem().rule == Rule::option_unknown);
  STATIC_REQUIRE(Prelu<Shared, Shared>::infer({3}).problem().rule == Rule::option_given_twice);
  STATIC_REQUIRE(Prelu<Slope<1, 4>>::infer({3}).problem().rule == Rule::option_unknown);
}

TEST_CASE("the other activations obey the laws", "[activation]") {
  laws::check<Elu<Alpha<3, 2>>, Shape{2, 3, 3}>();
  laws::check<Selu, Shape{17}>();
  laws::check<Gelu, Shape{3, 7}>();
  laws::check<GeluTanh, Shape{19}>();
  laws::check<Silu, Shape{2, 2, 9}>();
  laws::check<Mish, Shape{11}>();
  laws::check<Softplus, Shape{18}>();
}

TEST_CASE("the other activations with bends or parameters obey the laws", "[activation]") {
  laws::check<Relu6, Shape{2, 3, 3}>();
  laws::check<HardSwish, Shape{3, 11}>();
  laws::check<HardSigmoid, Shape{21}>();
  laws::check<Prelu<>, Shape{2, 3, 17}>();
  laws::check<Prelu<Shared>, Shape{5, 3}>();
  laws::check<LogSoftmax, Shape{3, 7}>();
  laws::check<LogSoftmax, Shape{2, 2, 17}>();
}
