// SPDX-License-Identifier: MIT
#include <etch/train.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>

using namespace etch;
using support::outputs;

namespace {

constexpr std::size_t positions = 3;
constexpr std::size_t channels = 400;
constexpr std::size_t width = positions * channels;
using Values = std::array<float, width>;

template <class Drop>
struct Dropped : Network<Input<positions, channels>, Drop, Flatten, Dense<1, Bias<false>>> {};

/// What layer `Drop` makes of ones in a trainer's first step, and in the steps after it, the mean over the
/// images of a batch. With weights of 0, ones as input and the target -1/2, the gradient of the squared error
/// by a weight is what reaches it.
template <class Drop, std::size_t Images = 1>
class Ones {
 public:
  explicit Ones(std::uint64_t seed)
      : trainer_(std::make_unique<T>(Parameters<Dropped<Drop>>{}, Sgd{.learning_rate = 0}, seed)) {}

  Values next() {
    Values ones;
    ones.fill(1);
    for (std::size_t n = 0; n < Images; ++n) trainer_->load(n, ones, {-.5f});
    trainer_->step();
    Values seen;
    std::copy_n(trainer_->gradient().values, width, seen.begin());
    return seen;
  }

 private:
  using T = Trainer<Dropped<Drop>, MeanSquaredError, Sgd, Images>;
  std::unique_ptr<T> trainer_;
};

/// Of `trials` independent values about the share `p` is `wanted`: give or take five standard deviations.
template <class Range>
void check_share(const Range& values, std::size_t trials, float wanted, double p) {
  const double n = static_cast<double>(trials);
  const auto found = static_cast<double>(std::count(values.begin(), values.begin() + trials, wanted));
  CAPTURE(wanted, found, n * p);
  CHECK(std::abs(found - n * p) <= 5 * std::sqrt(n * p * (1 - p)));
}

}  // namespace

TEMPLATE_TEST_CASE("dropout keeps the shape and takes a rate below 1", "[dropout]", (Dropout<>),
                   (SpatialDropout<>)) {
  STATIC_REQUIRE(TestType::infer({5, 5, 16}) == Shape{5, 5, 16});
  STATIC_REQUIRE(TestType::infer({10}) == Shape{10});
  STATIC_REQUIRE(TestType::parameter_count({5, 5, 16}) == 0);
}

TEST_CASE("the rate is one half unless given, and below 1", "[dropout]") {
  STATIC_REQUIRE(Dropout<>::geometry({10}) == DropoutGeometry{10, 1, 2});
  STATIC_REQUIRE(Dropout<Rate<0, 1>>::infer({10}) == Shape{10});
  STATIC_REQUIRE(Dropout<Rate<1, 1>>::infer({10}).problem().rule == Rule::rate_out_of_range);
  STATIC_REQUIRE(SpatialDropout<Rate<1, 1>>::infer({10}).problem().rule == Rule::rate_out_of_range);
  STATIC_REQUIRE(Dropout<Rate<3, 2>>::infer({10}).problem().numbers[0] == 3);
  STATIC_REQUIRE(Dropout<Rate<3, 2>>::infer({10}).problem().numbers[1] == 2);
  STATIC_REQUIRE(Dropout<Rate<1, 0>>::infer({10}).problem().rule == Rule::rate_out_of_range);
  STATIC_REQUIRE(Dropout<Stride<1>>::infer({10}).problem().rule == Rule::option_unknown);
  STATIC_REQUIRE(SpatialDropout<Stride<1>>::infer({10}).problem().rule == Rule::option_unknown);
}

TEST_CASE("dropout is nothing at inference", "[dropout]") {
  struct Plain : Network<Input<3>, Dense<2>, Dense<2>> {};
  struct Dropping : Network<Input<3>, SpatialDropout<>, Dense<2>, Dropout<Rate<9, 10>>, Dense<2>, Dropout<>> {
  };
  STATIC_REQUIRE(Dropping::inference_program.step_count == Plain::inference_program.step_count);
  STATIC_REQUIRE(Dropping::inference_bytes == Plain::inference_bytes);
  STATIC_REQUIRE(Dropping::Layer<2>::inference_bytes == 0);
  constexpr std::array<float, 14> parameters{1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 1, 1, 2, 3};
  constexpr std::array<float, 3> input{1, -1, 2};
  STATIC_REQUIRE(outputs<Dropping>(parameters, input) == outputs<Plain>(parameters, input));
  CHECK(outputs<Dropping>(parameters, input) == outputs<Plain>(parameters, input));
}

TEST_CASE("in training Dropout zeroes its share and scales the rest", "[dropout]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    const auto half = Ones<Dropout<>>(seed).next();
    check_share(half, width, 0, 1.0 / 2);
    check_share(half, width, 2, 1.0 / 2);
    const auto quarter = Ones<Dropout<Rate<1, 4>>>(seed).next();
    check_share(quarter, width, 0, 1.0 / 4);
    check_share(quarter, width, 4.0f / 3, 3.0 / 4);
    const auto most = Ones<Dropout<Rate<9, 10>>>(seed).next();
    check_share(most, width, 0, 9.0 / 10);
    check_share(most, width, 10, 1.0 / 10);
    check_share(Ones<Dropout<Rate<0, 1>>>(seed).next(), width, 1, 1);
  }
}

TEST_CASE("in training of SpatialDropout whole channels fall, and the rest is scaled", "[dropout]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    const auto quarter = Ones<SpatialDropout<Rate<1, 4>>>(seed).next();
    for (std::size_t n = channels; n < width; ++n) CHECK(quarter[n] == quarter[n - channels]);
    check_share(quarter, channels, 0, 1.0 / 4);
    check_share(quarter, channels, 4.0f / 3, 3.0 / 4);
  }
}

TEMPLATE_TEST_CASE("each step drops others, the same seed drops the same", "[dropout]", (Dropout<>),
                   (SpatialDropout<>)) {
  Ones<TestType> one(7), same(7), other(8);
  const auto first = one.next();
  const auto second = one.next();
  CHECK(first != second);
  CHECK(same.next() == first);
  CHECK(same.next() == second);
  CHECK(other.next() != first);
}

TEMPLATE_TEST_CASE("each image of a batch loses others", "[dropout]", (Dropout<>), (SpatialDropout<>)) {
  // The mean of two masks of 0 and 2: both dropped it, one of them, none.
  const auto seen = Ones<TestType, 2>(1).next();
  check_share(seen, channels, 0, 1.0 / 4);
  check_share(seen, channels, 1, 1.0 / 2);
  check_share(seen, channels, 2, 1.0 / 4);
}

TEST_CASE("dropout obeys the laws", "[dropout]") {
  laws::check<Dropout<>, Shape{3, 2, 5}>();
  laws::check<SpatialDropout<>, Shape{3, 2, 5}>();
  laws::check<SpatialDropout<Rate<1, 3>>, Shape{17}>();
}
