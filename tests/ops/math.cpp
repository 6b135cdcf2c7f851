// SPDX-License-Identifier: MIT
#include <etch/ops/math.hpp>
#include <etch/ops/random.hpp>
#include <support/catch.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

using namespace etch;

namespace {

/// How many units in the last place `value` is away from `exact`.
template <class T>
double ulps(T value, long double exact) {
  const T nearest = static_cast<T>(exact);
  if (value == nearest) return 0;
  const T unit = std::nextafter(std::abs(nearest), std::numeric_limits<T>::infinity()) - std::abs(nearest);
  return static_cast<double>(std::abs(static_cast<long double>(value) - exact) /
                             static_cast<long double>(unit));
}

template <class T, class F, class Exact>
double worst(F f, Exact exact, double low, double high) {
  double most = 0;
  for (std::uint64_t n = 0; n < 100000; ++n) {
    const T x = static_cast<T>(low + (high - low) * static_cast<double>(mix(n) >> 11) * 0x1p-53);
    most = std::max(most, ulps<T>(f(x), exact(static_cast<long double>(x))));
  }
  return most;
}

template <class T>
void check_accuracy() {
  const auto exp = [](T x) { return math::exp(x); };
  const auto log = [](T x) { return math::log(x); };
  const auto tanh = [](T x) { return math::tanh(x); };
  const auto sigmoid = [](T x) { return math::sigmoid(x); };
  const auto exact_sigmoid = [](long double x) { return 1 / (1 + std::exp(-x)); };
  CHECK(worst<T>(
            exp, [](long double x) { return std::exp(x); }, -80, 80) <= 2);
  CHECK(worst<T>(
            exp, [](long double x) { return std::exp(x); }, -1, 1) <= 2);
  CHECK(worst<T>(
            log, [](long double x) { return std::log(x); }, 0, 4) <= 3);
  CHECK(worst<T>(
            log, [](long double x) { return std::log(x); }, 0, 1e30) <= 3);
  CHECK(worst<T>(
            tanh, [](long double x) { return std::tanh(x); }, -10, 10) <= 4);
  CHECK(worst<T>(
            tanh, [](long double x) { return std::tanh(x); }, -0.01, 0.01) <= 4);
  CHECK(worst<T>(sigmoid, exact_sigmoid, -50, 50) <= 4);
}

constexpr std::array<double, 9> squares{1e-300, 2, 3, 0.1, 1e300, 4.9e-324, 0.7, 123456.789, 1e-310};
constexpr auto compiled_roots = [] {
  std::array<double, 18> roots{};
  for (std::size_t n = 0; n < 9; ++n) {
    roots[n] = math::sqrt(squares[n]);
    roots[9 + n] = static_cast<double>(math::sqrt(static_cast<float>(n) + 0.1f));
  }
  return roots;
}();

}  // namespace

TEST_CASE("exp, log, tanh and sigmoid are right to a few units in the last place", "[math]") {
  check_accuracy<float>();
  check_accuracy<double>();
}

TEST_CASE("the functions reach their limits", "[math]") {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  STATIC_REQUIRE(math::exp(100.0f) == infinity);
  STATIC_REQUIRE(math::exp(-200.0f) == 0);
  STATIC_REQUIRE(math::exp(0.0f) == 1);
  STATIC_REQUIRE(math::tanh(50.0f) == 1);
  STATIC_REQUIRE(math::tanh(-infinity) == -1);
  STATIC_REQUIRE(math::sigmoid(-infinity) == 0);
  STATIC_REQUIRE(math::log(1.0f) == 0);
  STATIC_REQUIRE(math::log(0.0f) == -infinity);
  STATIC_REQUIRE(math::log(infinity) == infinity);
  CHECK(std::isnan(math::log(-1.0f)));
  CHECK(std::isnan(math::exp(std::nanf(""))));
  CHECK(std::isnan(math::sqrt(-1.0)));
  // Subnormal numbers.
  CHECK(math::exp(-100.0f) == Approx(3.783506e-44).epsilon(0.02));
  CHECK(math::log(1e-40f) == Approx(std::log(1e-40f)));
}

TEST_CASE("the compiler's square roots are the processor's", "[math]") {
  for (std::size_t n = 0; n < 9; ++n) {
    CHECK(compiled_roots[n] == std::sqrt(squares[n]));
    CHECK(compiled_roots[9 + n] == std::sqrt(static_cast<float>(n) + 0.1f));
  }
}
