// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <string_view>

using namespace etch;

namespace {

/// slope x + constant.
struct Line {
  double slope = 0;
  double constant = 0;
};

/// The operation of `L` on two numbers: what it makes of them, and its derivatives there.
template <class Operation>
void check_both(const float (&x)[2], const Line (&lines)[2]) {
  const float dy[]{1, 1};
  float y[2], dx[2];
  Operands<float> o;
  o.input = x;
  o.result = y;
  Operation::forward(o);
  o.output = y;
  o.output_gradient = dy;
  o.result = dx;
  Operation::input_gradient(o);
  for (std::size_t n = 0; n < 2; ++n) {
    CHECK(y[n] == Approx(lines[n].slope * x[n] + lines[n].constant).epsilon(1e-6).margin(1e-30));
    CHECK(dx[n] == Approx(lines[n].slope).epsilon(1e-6).margin(1e-30));
  }
}

/// Far from 0 the function is a line on each side, kernels and plain loops.
template <class L>
void check_far(Line below, Line above) {
  constexpr auto g = L::geometry({2});
  for (const float far : {1e3f, 1e10f, 1e30f, 3e38f}) {
    INFO(std::string_view(L::name) << " at -" << far << " and " << far);
    check_both<Kernels<g>>({-far, far}, {below, above});
    check_both<EachImage<g>>({-far, far}, {below, above});
  }
}

}  // namespace

TEST_CASE("far from 0 activations and their derivatives are lines", "[activation]") {
  check_far<Relu>({0, 0}, {1, 0});
  check_far<Relu6>({0, 0}, {0, 6});
  check_far<LeakyRelu<>>({.01, 0}, {1, 0});
  check_far<Elu<>>({0, -1}, {1, 0});
  check_far<Selu>({0, -1.0507009873554805 * 1.6732632423543772}, {1.0507009873554805, 0});
  check_far<Sigmoid>({0, 0}, {0, 1});
  check_far<Tanh>({0, -1}, {0, 1});
  check_far<Gelu>({0, 0}, {1, 0});
  check_far<GeluTanh>({0, 0}, {1, 0});
  check_far<Silu>({0, 0}, {1, 0});
  check_far<Mish>({0, 0}, {1, 0});
  check_far<HardSwish>({0, 0}, {1, 0});
  check_far<HardSigmoid>({0, 0}, {0, 1});
  check_far<Softplus>({0, 0}, {1, 0});
  check_far<ThresholdedRelu<>>({0, 0}, {1, 0});
}

namespace {

/// What the operation makes of a vector with one NaN, in each of two places.
template <class L>
void check_nan() {
  constexpr auto g = L::geometry({20});
  for (const std::size_t at : {std::size_t{0}, std::size_t{19}}) {
    INFO(std::string_view(L::name) << " of NaN at " << at);
    float x[20]{};
    x[at] = std::numeric_limits<float>::quiet_NaN();
    float y[20]{};
    Operands<float> o;
    o.input = x;
    o.result = y;
    Kernels<g>::forward(o);
    CHECK(std::isnan(y[at]));
    EachImage<g>::forward(o);
    CHECK(std::isnan(y[at]));
  }
}

}  // namespace

TEST_CASE("what is not a number stays so", "[activation]") {
  check_nan<Relu>();
  check_nan<Relu6>();
  check_nan<LeakyRelu<>>();
  check_nan<Elu<>>();
  check_nan<Selu>();
  check_nan<Sigmoid>();
  check_nan<Tanh>();
  check_nan<Gelu>();
  check_nan<GeluTanh>();
  check_nan<Silu>();
  check_nan<Mish>();
  check_nan<HardSwish>();
  check_nan<HardSigmoid>();
  check_nan<Softplus>();
  check_nan<Softsign>();
  check_nan<ThresholdedRelu<>>();
  check_nan<Softmax>();
  check_nan<LogSoftmax>();
}

TEST_CASE("far from 0 activations are numbers at compile time too", "[activation]") {
  constexpr std::array<float, 2> far{-1000, 1000};
  STATIC_REQUIRE(support::outputs_of<Sigmoid, Shape{2}>({}, far) == std::array<float, 2>{0, 1});
  STATIC_REQUIRE(support::outputs_of<Tanh, Shape{2}>({}, far) == std::array<float, 2>{-1, 1});
  STATIC_REQUIRE(support::outputs_of<Gelu, Shape{2}>({}, far)[1] == 1000);
  STATIC_REQUIRE(support::outputs_of<Silu, Shape{2}>({}, far)[1] == 1000);
  STATIC_REQUIRE(support::outputs_of<Mish, Shape{2}>({}, far)[1] == 1000);
  STATIC_REQUIRE(support::outputs_of<Softplus, Shape{2}>({}, far) == std::array<float, 2>{0, 1000});
}
