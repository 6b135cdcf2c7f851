// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>
#include <cmath>
#include <numeric>

using namespace etch;
using support::outputs_of;

TEST_CASE("Softmax keeps any shape and has no parameters", "[activation]") {
  STATIC_REQUIRE(Softmax::infer({7, 5, 3}) == Shape{7, 5, 3});
  STATIC_REQUIRE(Softmax::parameter_count({10}) == 0);
  STATIC_REQUIRE(Softmax::geometry({7, 5, 3}) == SoftmaxGeometry{35, 3});
  STATIC_REQUIRE(Softmax::geometry({10}) == SoftmaxGeometry{1, 10});
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

TEST_CASE("Softmax and its logarithm obey the laws", "[activation]") {
  laws::check<Softmax, Shape{10}>();
  laws::check<Softmax, Shape{2, 3, 17}>();
  laws::check<Softmax, Shape{1}>();
  laws::check<LogSoftmax, Shape{3, 7}>();
  laws::check<LogSoftmax, Shape{2, 2, 17}>();
}
