// SPDX-License-Identifier: MIT
#include <etch/train.hpp>
#include <support/catch.hpp>

#include <array>
#include <cmath>

using namespace etch;

TEST_CASE("gradient descent with momentum and weight decay by hand", "[optimizer]") {
  const Sgd sgd{.learning_rate = 0.5f, .momentum = 0.5f, .weight_decay = 0.25f};
  float p = 4;
  float v = 0;
  float g = 1;
  sgd.update(&p, &g, {&v}, 1, 1);  // v = 1 + 4/4 = 2, p = 4 - 1
  CHECK(v == 2);
  CHECK(p == 3);
  g = -2;
  sgd.update(&p, &g, {&v}, 1, 2);  // v = 1 + (-2 + 3/4) = -1/4, p = 3 + 1/8
  CHECK(v == -0.25f);
  CHECK(p == 3.125f);
}

TEST_CASE("the first step of Adam moves each parameter by the learning rate", "[optimizer]") {
  const Adam adam{.learning_rate = 0.125f};
  float p[] = {1, 1};
  const float g[] = {1e-3f, -50};
  float state[4] = {};
  adam.update(p, g, {state, state + 2}, 2, 1);
  CHECK(p[0] == Approx(1 - 0.125));
  CHECK(p[1] == Approx(1 + 0.125));
}

TEST_CASE("Adam follows its definition", "[optimizer]") {
  const Adam adam{.learning_rate = 0.01f, .weight_decay = 0.02f};
  constexpr std::size_t count = 37;  // Whole vectors and a rest.
  std::array<float, count> p{};
  std::array<float, count> g{};
  std::array<float, count> state[2] = {};
  std::array<double, count> q{};
  std::array<double, count> m{};
  std::array<double, count> v{};
  for (std::size_t n = 0; n < count; ++n) p[n] = 0.5f - 0.1f * static_cast<float>(n);
  for (std::size_t n = 0; n < count; ++n) q[n] = p[n];
  for (unsigned step = 1; step <= 200; ++step) {
    for (std::size_t n = 0; n < count; ++n) g[n] = std::sin(static_cast<float>(step + 3 * n)) + 0.5f;
    adam.update(p.data(), g.data(), {state[0].data(), state[1].data()}, count, step);
    for (std::size_t n = 0; n < count; ++n) {
      const double slope = g[n] + 0.02 * q[n];
      m[n] = 0.9 * m[n] + 0.1 * slope;
      v[n] = 0.999 * v[n] + 0.001 * slope * slope;
      q[n] -=
          0.01 * (m[n] / (1 - std::pow(0.9, step))) / (std::sqrt(v[n] / (1 - std::pow(0.999, step))) + 1e-8);
    }
  }
  for (std::size_t n = 0; n < count; ++n) CHECK(p[n] == Approx(q[n]).epsilon(1e-4).margin(1e-4));
}

TEST_CASE("the optimizers find the minimum of a parabola", "[optimizer]") {
  const auto minimum = [](auto optimizer) {
    float p = 5;
    float state[2] = {};
    for (unsigned step = 1; step <= 2000; ++step) {
      const float g = 2 * (p - 3);
      if constexpr (decltype(optimizer)::state_per_parameter == 1)
        optimizer.update(&p, &g, {state}, 1, step);
      else
        optimizer.update(&p, &g, {state, state + 1}, 1, step);
    }
    return p;
  };
  CHECK(minimum(Sgd{.learning_rate = 0.1f}) == Approx(3));
  CHECK(minimum(Sgd{.learning_rate = 0.02f, .momentum = 0.9f}) == Approx(3));
  CHECK(minimum(Adam{.learning_rate = 0.05f}) == Approx(3).epsilon(1e-3));
}

TEST_CASE("the linear schedule rises, falls and ends", "[schedule]") {
  constexpr LinearSchedule schedule{.peak = 1, .steps = 14, .warmup = 4};
  STATIC_REQUIRE(schedule(0) == 0.2f);
  STATIC_REQUIRE(schedule(3) == 0.8f);
  STATIC_REQUIRE(schedule(4) == 1);
  STATIC_REQUIRE(schedule(9) == 0.5f);
  STATIC_REQUIRE(schedule(14) == 0);
  STATIC_REQUIRE(schedule(99) == 0);
}
