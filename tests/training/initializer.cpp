// SPDX-License-Identifier: MIT
#include <etch/train.hpp>
#include <support/catch.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>

using namespace etch;

namespace {

struct Wide : Network<Input<10, 10, 8>, Conv2d<64, Kernel<5>>, Relu, GlobalAvgPool2d, Dense<300>> {};

struct Moments {
  double mean = 0;
  double variance = 0;
  double largest = 0;
};
template <class Span>
Moments moments(Span values) {
  Moments m;
  for (const float value : values) {
    m.mean += value;
    m.variance += double(value) * value;
    m.largest = std::max(m.largest, std::abs(double(value)));
  }
  m.mean /= static_cast<double>(values.size());
  m.variance /= static_cast<double>(values.size());
  return m;
}

template <class Initializer>
void check_variance(const Initializer& initializer, double convolution, double dense) {
  const auto parameters = std::make_unique<Parameters<Wide>>();
  initialize(initializer, *parameters);
  // 12,800 and 19,200 weights: the relative error of a variance is about sqrt(2 / count), 1.3 %.
  const Moments first = moments(parameters->layer<0>().template first<5 * 5 * 8 * 64>());
  CHECK(first.variance == Approx(convolution).epsilon(0.05));
  CHECK(std::abs(first.mean) < 4 * std::sqrt(convolution / 12800));
  const Moments second = moments(parameters->layer<3>().template first<64 * 300>());
  CHECK(second.variance == Approx(dense).epsilon(0.05));
  if (initializer.distribution == Distribution::uniform) {
    CHECK(first.largest <= std::sqrt(3 * convolution));
    CHECK(first.largest > 0.99 * std::sqrt(3 * convolution));
  } else {
    CHECK(first.largest > 3 * std::sqrt(convolution));
  }
  for (const float bias : parameters->layer<0>().template last<64>()) CHECK(bias == 0);
  for (const float bias : parameters->layer<3>().template last<300>()) CHECK(bias == 0);
}

}  // namespace

TEST_CASE("initializers draw weights of the variance that their papers ask for", "[initializer]") {
  for (const Distribution distribution : {Distribution::uniform, Distribution::normal}) {
    // Fan in: 5 x 5 x 8 = 200 and 64; fan out: 5 x 5 x 64 = 1600 and 300.
    check_variance(He{.seed = 1, .distribution = distribution}, 2.0 / 200, 2.0 / 64);
    check_variance(Glorot{.seed = 2, .distribution = distribution}, 2.0 / 1800, 2.0 / 364);
    check_variance(LeCun{.seed = 3, .distribution = distribution}, 1.0 / 200, 1.0 / 64);
  }
}

TEST_CASE("a seed gives the same bits on every run and platform", "[initializer]") {
  struct Net : Network<Input<3>, Dense<2>> {};
  // SplitMix64 worked out with Python's integers:
  //   def mix(c): c=(c+0x9e3779b97f4a7c15)%2**64; c=(c^c>>30)*0xbf58476d1ce4e5b9%2**64;
  //               c=(c^c>>27)*0x94d049bb133111eb%2**64; return c^c>>31
  //   [(mix(mix(7)+i)>>40)-2**23 for i in range(6)]
  constexpr std::int32_t drawn[] = {3716290, -5773140, 6280773, 7682601, -6599651, 5678316};
  constexpr auto parameters = initialize<Net>(LeCun{.seed = 7});  // deviation sqrt(1 / 3), limit 1
  for (std::size_t n = 0; n < 6; ++n) {
    const float expected = static_cast<float>(drawn[n]) * static_cast<float>(1.0 / (1 << 23));
    CHECK(parameters.values[n] == Approx(expected).epsilon(1e-6));
  }
  CHECK(initialize<Net>(LeCun{.seed = 7}).values[5] == parameters.values[5]);
  CHECK(initialize<Net>(LeCun{.seed = 8}).values[5] != parameters.values[5]);
}

TEST_CASE("constant evaluation draws the same bits as run time", "[initializer]") {
  struct Net : Network<Input<4, 4, 3>, Conv2d<5, Kernel<3>>, Flatten, Dense<2>> {};
  constexpr auto compiled = initialize<Net>(He{.seed = 5});
  std::uint64_t seed = 5;
  CHECK(seed == 5);
  const auto drawn = initialize<Net>(He{.seed = seed});
  for (std::size_t n = 0; n < Net::parameter_count; ++n)
    CHECK(std::bit_cast<std::uint32_t>(compiled.values[n]) == std::bit_cast<std::uint32_t>(drawn.values[n]));
}
