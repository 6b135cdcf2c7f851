// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

// How far vector functions are from the truth, over a sample of all floats: formulas of the C library in
// double precision.

using namespace etch;

namespace {

using Real = double;
constexpr float infinity = std::numeric_limits<float>::infinity();
/// Vectors of 32-bit Arm take denormal numbers for 0, and divide with an error of their own.
#if defined(__arm__)
constexpr bool has_denormals = false;
#else
constexpr bool has_denormals = true;
#endif
/// Plain loops are as precise only compared with 1, and their derivatives less.
constexpr bool is_plain = this_target.lanes == 1;
/// Errors of results below this are in units of its own.
constexpr float smallest_normal = std::numeric_limits<float>::min();
constexpr double division = has_denormals ? 0 : 1;
constexpr float smallest_result = is_plain ? 1.0f : has_denormals ? smallest_normal : 0x1p-98f;

/// Sizes from the smallest denormal number to the largest, evenly by their logarithm, with both signs, 0 and
/// the infinities.
std::vector<float> arguments() {
  std::vector<float> all{0.0f, -0.0f, infinity, -infinity, std::numeric_limits<float>::max()};
  constexpr int steps_an_octave = 100;
  for (int n = 0; n < (24 + 126 + 128) * steps_an_octave; ++n) {
    const auto size = static_cast<float>(std::exp2(static_cast<double>(n) / steps_an_octave - 149));
    all.push_back(size);
    all.push_back(-size);
  }
  // More of them where functions bend.
  for (float x = -110; x < 90; x += 0.00171f) all.push_back(x);
  return all;
}

/// The error in units in the last place; of results below `smallest`, of that one.
double units(float result, Real exact, float smallest) {
  const auto rounded = static_cast<float>(exact);
  if (result == rounded || (std::isnan(result) && std::isnan(rounded))) return 0;
  const float size = std::max(std::abs(rounded), smallest);
  const Real unit = Real(std::nextafter(size, infinity)) - Real(size);
  return std::abs(Real(result) - exact) / unit;
}

template <Function F>
float value(float x) {
  float y = 0;
  Operands<float> o;
  o.input = &x;
  o.result = &y;
  Kernels<ElementwiseGeometry{F, 1, {1, 4}}>::forward(o);
  return y;
}

/// What the kernels make of all arguments, and of the derivatives there.
template <Function F>
struct Run {
  std::vector<float> x = arguments();
  std::vector<float> y = std::vector<float>(x.size());
  std::vector<float> dx = std::vector<float>(x.size());

  Run() {
    constexpr ElementwiseGeometry g{F, 1, {1, 4}};
    const std::vector<float> ones(x.size(), 1.0f);
    Operands<float> o;
    o.images = x.size();
    o.input = x.data();
    o.output = o.result = y.data();
    Kernels<g>::forward(o);
    o.output_gradient = ones.data();
    o.result = dx.data();
    Kernels<g>::input_gradient(o);
  }
};

/// f within `limit` units of what `exact` says; its derivative, in units of 2^-24 (that of numbers just below
/// 1), within `slope_limit` of `slope`. At infinity the limits count, where the formulas have infinity times
/// 0.
template <Function F, class Exact, class Slope>
void check(double limit, const Exact& exact, double slope_limit, const Slope& slope,
           float smallest = smallest_result) {
  const Run<F> run;
  double worst = 0, worst_slope = 0;
  float at = 0, slope_at = 0;
  for (std::size_t n = 0; n < run.x.size(); ++n) {
    const float x = run.x[n];
    const double error = units(run.y[n], exact(x == -infinity ? Real(-1e9) : Real(x)), smallest);
    if (!(error <= worst)) {
      worst = error;
      at = x;
    }
    if (x == 0 || (!has_denormals && std::abs(x) < smallest_normal)) continue;  // Some bend there.
    const Real right = slope(std::clamp(Real(x), Real(-1e9), Real(1e9)));
    const double slope_error = std::abs(Real(run.dx[n]) - right) * 0x1p24;
    if (!(slope_error <= worst_slope)) {
      worst_slope = slope_error;
      slope_at = x;
    }
  }
  INFO("function " << static_cast<int>(F) << ", worst at " << at << ", derivative at " << slope_at);
  CHECK(worst <= limit + division);
  CHECK(worst_slope <= slope_limit + (is_plain ? 20 : division));
  // What is not a number stays so.
  CHECK(std::isnan(value<F>(std::numeric_limits<float>::quiet_NaN())));
}

Real sigmoid(Real x) { return 1 / (1 + std::exp(-x)); }
Real softplus(Real x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }
Real normal(Real x) { return std::erfc(-x / std::sqrt(Real(2))) / 2; }
Real density(Real x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::acos(Real(-1))); }
const Real k0 = std::sqrt(8 / std::acos(Real(-1)));
Real cubic(Real x) { return k0 * (x + 0.044715 * x * x * x); }
constexpr Real selu_alpha = 1.6732632423543772848170429916717;
constexpr Real selu_scale = 1.0507009873554804934193349852946;

/// x times an exponential loses what the exponential does below here.
constexpr float near_denormal = has_denormals && !is_plain ? 0x1p-119f : smallest_result;

/// More where a multiply-add rounds twice.
#if defined(__FMA__) || defined(__aarch64__)
constexpr double tanh_limit = 3;
#else
constexpr double tanh_limit = 3.5;
#endif

}  // namespace

TEST_CASE("tanh and sigmoid are right to 4 units in the last place", "[elementwise]") {
  check<Function::sigmoid>(
      2, [](Real x) { return sigmoid(x); }, 2, [](Real x) { return sigmoid(x) * sigmoid(-x); });
  check<Function::tanh>(
      tanh_limit, [](Real x) { return std::tanh(x); }, 2 * tanh_limit,
      [](Real x) { return 1 - std::tanh(x) * std::tanh(x); });
  if constexpr (division == 0)
    for (const float x : {infinity, 1e30f, 9.5f, 9.028f}) {
      CHECK(value<Function::tanh>(x) == 1);
      CHECK(value<Function::tanh>(-x) == -1);
    }
}

TEST_CASE("GELU and its kin are right to 4 units in the last place", "[elementwise]") {
  check<Function::gelu>(
      4, [](Real x) { return x * normal(x); }, 3, [](Real x) { return normal(x) + x * density(x); },
      near_denormal);
  check<Function::gelu_tanh>(
      4, [](Real x) { return x * sigmoid(cubic(x)); }, 5,
      [](Real x) {
        const Real s = sigmoid(cubic(x));
        const Real rest = sigmoid(-cubic(x));
        return rest == 0 ? s : s + x * s * rest * k0 * (1 + 3 * 0.044715 * x * x);
      },
      near_denormal);
  check<Function::silu>(
      4, [](Real x) { return x * sigmoid(x); }, 4,
      [](Real x) { return sigmoid(x) + x * sigmoid(x) * sigmoid(-x); }, near_denormal);
  check<Function::mish>(
      4, [](Real x) { return x * std::tanh(softplus(x)); }, 5,
      [](Real x) {
        const Real t = std::tanh(softplus(x));
        return t + x * (1 - t * t) * sigmoid(x);
      },
      near_denormal);
}

TEST_CASE("softsign is right to 2 units in the last place", "[elementwise]") {
  check<Function::softsign>(
      2, [](Real x) { return std::abs(x) > 1e9 ? std::copysign(Real(1), x) : x / (1 + std::abs(x)); }, 4,
      [](Real x) { return 1 / ((1 + std::abs(x)) * (1 + std::abs(x))); });
}

TEST_CASE("softplus and exponential units are right to 4 units in the last place", "[elementwise]") {
  check<Function::softplus>(
      4, [](Real x) { return softplus(x); }, 2, [](Real x) { return sigmoid(x); });
  check<Function::elu>(
      2, [](Real x) { return x < 0 ? std::expm1(x) / 4 : x; }, 1,
      [](Real x) { return x < 0 ? std::exp(x) / 4 : 1; });
  check<Function::selu>(
      2, [](Real x) { return selu_scale * (x < 0 ? selu_alpha * std::expm1(x) : x); }, 3,
      [](Real x) { return selu_scale * (x < 0 ? selu_alpha * std::exp(x) : 1); });
}
