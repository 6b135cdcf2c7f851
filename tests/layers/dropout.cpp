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

constexpr std::size_t width = 1000;

template <class Rate>
struct Dropped : Network<Input<width>, Dropout<Rate>, Dense<1, Bias<false>>> {};

/// What dropout makes of a vector of ones in a trainer's first step, and in the steps after it. With weights
/// of 0, ones as input and the target -1/2, the gradient of the squared error by a weight is what reaches it.
template <class Rate>
class Ones {
 public:
  explicit Ones(std::uint64_t seed)
      : trainer_(std::make_unique<T>(Parameters<Dropped<Rate>>{}, Sgd{.learning_rate = 0}, seed)) {}

  std::array<float, width> next() {
    std::array<float, width> ones;
    ones.fill(1);
    trainer_->load(0, ones, {-.5f});
    trainer_->step();
    std::array<float, width> seen;
    std::copy_n(trainer_->gradient().values, width, seen.begin());
    return seen;
  }

 private:
  using T = Trainer<Dropped<Rate>, MeanSquaredError, Sgd, 1>;
  std::unique_ptr<T> trainer_;
};

std::ptrdiff_t count(const std::array<float, width>& values, float wanted) {
  return std::count(values.begin(), values.end(), wanted);
}

}  // namespace

TEST_CASE("Dropout keeps the shape and takes a rate below 1", "[dropout]") {
  STATIC_REQUIRE(Dropout<>::infer({5, 5, 16}) == Shape{5, 5, 16});
  STATIC_REQUIRE(Dropout<>::geometry({10}) == DropoutGeometry{10, 1, 2});
  STATIC_REQUIRE(Dropout<Rate<0, 1>>::infer({10}) == Shape{10});
  STATIC_REQUIRE(Dropout<Rate<1, 1>>::infer({10}).problem().rule == Rule::rate_out_of_range);
  STATIC_REQUIRE(Dropout<Rate<3, 2>>::infer({10}).problem().numbers[0] == 3);
  STATIC_REQUIRE(Dropout<Rate<3, 2>>::infer({10}).problem().numbers[1] == 2);
  STATIC_REQUIRE(Dropout<Rate<1, 0>>::infer({10}).problem().rule == Rule::rate_out_of_range);
  STATIC_REQUIRE(Dropout<Stride<1>>::infer({10}).problem().rule == Rule::option_unknown);
  STATIC_REQUIRE(Dropout<>::parameter_count({10}) == 0);
}

TEST_CASE("Dropout is nothing at inference", "[dropout]") {
  struct Plain : Network<Input<3>, Dense<2>, Dense<2>> {};
  struct Dropping : Network<Input<3>, Dropout<>, Dense<2>, Dropout<Rate<9, 10>>, Dense<2>, Dropout<>> {};
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
    // 500, 250 and 900 zeros, give or take five standard deviations, sqrt(1000 p (1 - p)).
    const auto half = Ones<Rate<1, 2>>(seed).next();
    CHECK(std::abs(count(half, 0) - 500) < 80);
    CHECK(count(half, 0) + count(half, 2) == width);
    const auto quarter = Ones<Rate<1, 4>>(seed).next();
    CHECK(std::abs(count(quarter, 0) - 250) < 69);
    CHECK(count(quarter, 0) + count(quarter, 4.0f / 3) == width);
    const auto most = Ones<Rate<9, 10>>(seed).next();
    CHECK(std::abs(count(most, 0) - 900) < 48);
    CHECK(count(most, 0) + count(most, 10) == width);
    CHECK(count(Ones<Rate<0, 1>>(seed).next(), 1) == width);
  }
}

TEST_CASE("each step drops others, the same seed drops the same", "[dropout]") {
  Ones<Rate<1, 2>> one(7), same(7), other(8);
  const auto first = one.next();
  const auto second = one.next();
  CHECK(first != second);
  CHECK(same.next() == first);
  CHECK(same.next() == second);
  CHECK(other.next() != first);
}

TEST_CASE("each image of a batch loses others", "[dropout]") {
  using Net = Dropped<Rate<1, 2>>;
  const auto trainer = std::make_unique<Trainer<Net, MeanSquaredError, Sgd, 2>>(Parameters<Net>{});
  std::array<float, width> ones;
  ones.fill(1);
  trainer->load(0, ones, {-1});
  trainer->load(1, ones, {-1});
  trainer->compute_gradient();
  // The mean of two masks of 0 and 2, times 2: both dropped it, one of them, none.
  std::array<float, width> seen;
  std::copy_n(trainer->gradient().values, width, seen.begin());
  CHECK(std::abs(count(seen, 0) - 250) < 69);
  CHECK(std::abs(count(seen, 2) - 500) < 80);
  CHECK(std::abs(count(seen, 4) - 250) < 69);
}

TEST_CASE("Dropout obeys the laws", "[dropout]") { laws::check<Dropout<>, Shape{3, 2, 5}>(); }
