// SPDX-License-Identifier: MIT
#include <etch/train.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

using namespace etch;
using support::outputs;

namespace {

constexpr std::size_t positions = 3;
constexpr std::size_t channels = 400;
constexpr std::size_t width = positions * channels;

template <class Rate>
struct Dropped : Network<Input<positions, channels>, SpatialDropout<Rate>, Flatten, Dense<1, Bias<false>>> {};

/// What is left of ones in the first step: with weights of 0 and the target -1/2 the gradient of the squared
/// error by a weight is what reaches it.
template <class Rate>
std::array<float, width> seen(std::uint64_t seed) {
  using T = Trainer<Dropped<Rate>, MeanSquaredError, Sgd, 1>;
  const auto trainer = std::make_unique<T>(Parameters<Dropped<Rate>>{}, Sgd{}, seed);
  std::array<float, width> ones;
  ones.fill(1);
  trainer->load(0, ones, {-.5f});
  trainer->compute_gradient();
  std::array<float, width> all;
  std::copy_n(trainer->gradient().values, width, all.begin());
  return all;
}

}  // namespace

TEST_CASE("SpatialDropout keeps the shape and takes a rate below 1", "[dropout]") {
  STATIC_REQUIRE(SpatialDropout<>::infer({5, 5, 16}) == Shape{5, 5, 16});
  STATIC_REQUIRE(SpatialDropout<>::parameter_count({5, 5, 16}) == 0);
  STATIC_REQUIRE(SpatialDropout<Rate<1, 1>>::infer({10}).problem().rule == Rule::rate_out_of_range);
  STATIC_REQUIRE(SpatialDropout<Stride<1>>::infer({10}).problem().rule == Rule::option_unknown);
}

TEST_CASE("SpatialDropout is nothing at inference", "[dropout]") {
  struct Plain : Network<Input<2, 2, 3>, Flatten, Dense<2>> {};
  struct Dropping : Network<Input<2, 2, 3>, SpatialDropout<>, Flatten, Dense<2>> {};
  STATIC_REQUIRE(Dropping::inference_program.step_count == Plain::inference_program.step_count);
  const auto parameters = laws::random_numbers<Plain::parameter_count>(1);
  const auto input = laws::random_numbers<12>(2);
  CHECK(outputs<Dropping>(parameters, input) == outputs<Plain>(parameters, input));
}

TEST_CASE("in training whole channels fall, and the rest is scaled", "[dropout]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    const auto half = seen<Rate<1, 2>>(seed);
    const auto quarter = seen<Rate<1, 4>>(seed);
    for (std::size_t c = 0; c < channels; ++c)
      for (std::size_t p = 0; p < positions; ++p) {
        CHECK(half[p * channels + c] == half[c]);
        CHECK(quarter[p * channels + c] == quarter[c]);
        CHECK((half[c] == 0 || half[c] == 2));
        CHECK((quarter[c] == 0 || quarter[c] == 4.0f / 3));
      }
    // Of 400 channels 200, and 100, fall, give or take five standard deviations, sqrt(400 p (1 - p)).
    CHECK(std::abs(std::count(half.begin(), half.begin() + channels, 0.0f) - 200) < 51);
    CHECK(std::abs(std::count(quarter.begin(), quarter.begin() + channels, 0.0f) - 100) < 44);
  }
  CHECK(seen<Rate<1, 2>>(1) != seen<Rate<1, 2>>(2));
}

TEST_CASE("each image of a batch loses other channels", "[dropout]") {
  using Net = Dropped<Rate<1, 2>>;
  const auto trainer = std::make_unique<Trainer<Net, MeanSquaredError, Sgd, 2>>(Parameters<Net>{});
  std::array<float, width> ones;
  ones.fill(1);
  trainer->load(0, ones, {-1});
  trainer->load(1, ones, {-1});
  trainer->compute_gradient();
  // The mean of two masks of 0 and 2, times 2: both dropped it, one of them, none.
  std::array<std::ptrdiff_t, 3> found{};
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t n = 0; n < 3; ++n)
      found[n] += trainer->gradient().values[c] == 2 * static_cast<float>(n) ? 1 : 0;
  CHECK(found[0] + found[1] + found[2] == channels);
  CHECK(std::abs(found[0] - 100) < 44);
  CHECK(std::abs(found[1] - 200) < 51);
}

TEST_CASE("SpatialDropout obeys the laws", "[dropout]") {
  laws::check<SpatialDropout<>, Shape{3, 2, 5}>();
  laws::check<SpatialDropout<Rate<1, 3>>, Shape{17}>();
}
