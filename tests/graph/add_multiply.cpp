// SPDX-License-Identifier: MIT
#include <support/gradient_check.hpp>
#include <support/one_layer.hpp>

#include <array>

using namespace etch;
using support::outputs;

// Values by hand, with small whole numbers.

namespace {

struct AddOfThree
    : Network<Input<5>, Dense<4>, Add<Dense<4>, Identity, Sequential<Dense<4>, Tanh>>, Dense<2>> {};
struct AddOfMany : Network<Input<3, 3, 2>, Conv2d<3, Kernel<1>>,
                           Add<Identity, Conv2d<3, Kernel<3>, Same>, Tanh, Identity>, Flatten, Dense<2>> {};

/// Squeeze and excitation: a factor for each channel, (c).
struct ByChannel : Network<Input<3, 4, 2>, Conv2d<4, Kernel<1>>,
                           Multiply<Identity, Sequential<GlobalAvgPool2d, Dense<3>, Tanh, Dense<4>, Sigmoid>>,
                           Flatten, Dense<2>> {};
/// The same as (1, 1, c).
struct ByChannelOfOnePixel
    : Network<Input<3, 2, 2>, Conv2d<4, Kernel<1>>,
              Multiply<Conv2d<3, Kernel<1>>, Sequential<AdaptiveAvgPool2d<1>, Conv2d<3, Kernel<1>>, Tanh>>,
              Flatten, Dense<2>> {};
struct ByPixel : Network<Input<3, 4, 2>, Conv2d<3, Kernel<1>>,
                         Multiply<Identity, Sequential<Conv2d<1, Kernel<1>>, Sigmoid>>, Flatten, Dense<2>> {};
struct ByNumber : Network<Input<5>, Dense<4>, Multiply<Tanh, Sequential<Dense<4>, Sigmoid>>, Dense<2>> {};
struct Square : Network<Input<4>, Dense<3>, Multiply<Identity, Identity>, Dense<2>> {};
struct OfThree : Network<Input<4>, Dense<3>, Multiply<Identity, Dense<3>, Tanh>, Dense<2>> {};
/// Both factors have as many numbers, under other shapes.
struct OnePixel : Network<Input<1, 1, 3>, Conv2d<4, Kernel<1>>,
                          Multiply<Identity, Sequential<Flatten, Dense<4>>>, Flatten, Dense<2>> {};
struct OnTheInput : Network<Input<2, 2, 3>, Multiply<Identity, Sequential<Flatten, Dense<3>>>> {};
struct OfTheInput : Network<Input<2, 2, 3>, Multiply<Conv2d<3, Kernel<1>>, Identity>> {};
struct Nested
    : Network<Input<4>, Dense<3>, Multiply<Add<Identity, Dense<3>>, Residual<Multiply<Dense<3>, Tanh>>>> {};

}  // namespace

TEST_CASE("Add takes any number of branches", "[add]") {
  struct Net : Network<Input<2>, Add<Identity, Dense<2, Bias<false>>, Relu>> {};
  // (5, -7) + (5 1 - 7 3, 5 2 - 7 4) + (5, 0)
  constexpr std::array<float, 2> expected{-6, -25};
  STATIC_REQUIRE(Net::layer_count == 3);
  STATIC_REQUIRE(Net::Layer<2>::name == Text("Add"));
  STATIC_REQUIRE(outputs<Net>({1, 2, 3, 4}, {5, -7}) == expected);
  CHECK(outputs<Net>({1, 2, 3, 4}, {5, -7}) == expected);

  struct One : Network<Input<2>, Add<Relu>> {};
  STATIC_REQUIRE(outputs<One>({}, {5, -7}) == std::array<float, 2>{5, 0});
  struct Four : Network<Input<1>, Add<Identity, Identity, Identity, Identity>> {};
  STATIC_REQUIRE(outputs<Four>({}, {3}) == std::array<float, 1>{12});
  CHECK(outputs<Four>({}, {3}) == std::array<float, 1>{12});
}

TEST_CASE("Multiply takes branches of one shape", "[multiply]") {
  struct Net : Network<Input<2>, Multiply<Identity, Dense<2, Bias<false>>>> {};
  constexpr std::array<float, 2> expected{5 * -16, -7 * -18};
  STATIC_REQUIRE(Net::Layer<1>::name == Text("Multiply"));
  STATIC_REQUIRE(outputs<Net>({1, 2, 3, 4}, {5, -7}) == expected);
  CHECK(outputs<Net>({1, 2, 3, 4}, {5, -7}) == expected);

  struct Cube : Network<Input<2>, Multiply<Identity, Identity, Identity>> {};
  constexpr std::array<float, 2> cube{125, -343};
  STATIC_REQUIRE(outputs<Cube>({}, {5, -7}) == cube);
  CHECK(outputs<Cube>({}, {5, -7}) == cube);
}

TEST_CASE("the second factor may have a number for each channel, or for each pixel", "[multiply]") {
  constexpr std::array<float, 4> x{1, 2, 3, 6};  // Two pixels of two channels.
  struct ByMean : Network<Input<1, 2, 2>, Multiply<Identity, GlobalAvgPool2d>> {};
  constexpr std::array<float, 4> by_mean{2, 8, 6, 24};  // times (2, 4)
  STATIC_REQUIRE(outputs<ByMean>({}, x) == by_mean);
  CHECK(outputs<ByMean>({}, x) == by_mean);

  struct ByLargest : Network<Input<1, 2, 2>, Multiply<Identity, AdaptiveMaxPool2d<1>>> {};
  constexpr std::array<float, 4> by_largest{3, 12, 9, 36};  // times (3, 6)
  STATIC_REQUIRE(ByLargest::output_shape == Shape{1, 2, 2});
  STATIC_REQUIRE(outputs<ByLargest>({}, x) == by_largest);
  CHECK(outputs<ByLargest>({}, x) == by_largest);

  struct BySecond : Network<Input<1, 2, 2>, Multiply<Identity, Channels<1, 1>>> {};
  constexpr std::array<float, 4> by_second{2, 4, 18, 36};  // times 2, times 6
  STATIC_REQUIRE(outputs<BySecond>({}, x) == by_second);
  CHECK(outputs<BySecond>({}, x) == by_second);

  // A sequence, and factors that are multiplied one after another.
  struct Both : Network<Input<2, 2>, Multiply<Identity, GlobalMaxPool, Channels<0, 1>>> {};
  constexpr std::array<float, 4> both{3, 12, 27, 108};
  STATIC_REQUIRE(outputs<Both>({}, x) == both);
  CHECK(outputs<Both>({}, x) == both);
}

TEST_CASE("other shapes cannot be multiplied", "[multiply]") {
  using layers::Product;
  STATIC_REQUIRE(Product::infer({4, 5, 3}, {4, 5, 3}) == Shape{4, 5, 3});
  STATIC_REQUIRE(Product::infer({4, 5, 3}, {3}) == Shape{4, 5, 3});
  STATIC_REQUIRE(Product::infer({4, 5, 3}, {1, 1, 3}) == Shape{4, 5, 3});
  STATIC_REQUIRE(Product::infer({4, 5, 3}, {4, 5, 1}) == Shape{4, 5, 3});
  for (const Shape second : {Shape{4}, Shape{1}, Shape{4, 5, 2}, Shape{1, 5, 3}, Shape{4, 5}, Shape{1, 3}}) {
    const Problem wrong = Product::infer({4, 5, 3}, second).problem();
    CHECK((wrong.rule == Rule::branches_do_not_multiply));
    CHECK((wrong.other == second));
  }
  // The first says what the shape is.
  STATIC_REQUIRE(!Product::infer({3}, {4, 5, 3}));
}

TEST_CASE("the gradient of a sum of several goes to each", "[add][gradient]") {
  gradients::check<AddOfThree, SoftmaxCrossEntropy>(1);
  gradients::check<AddOfMany, MeanSquaredError, 2>(2);
}

TEST_CASE("the gradient of a product goes to both factors", "[multiply][gradient]") {
  gradients::check<ByNumber, MeanSquaredError>(1);
  gradients::check<ByChannel, SoftmaxCrossEntropy>(2);
  gradients::check<ByChannelOfOnePixel, MeanSquaredError, 2>(3);
  gradients::check<ByPixel, MeanSquaredError, 2>(4);
}

TEST_CASE("products of a value with itself, and of many, are differentiated", "[multiply][gradient]") {
  gradients::check<Square, MeanSquaredError>(1);
  gradients::check<OfThree, MeanSquaredError>(2);
  gradients::check<Nested, MeanSquaredError>(3);
}

TEST_CASE("a product with the input is differentiated by the other factor", "[multiply][gradient]") {
  gradients::check<OnTheInput, MeanSquaredError>(1);
  gradients::check<OfTheInput, MeanSquaredError>(2);
}

TEST_CASE("a product over one pixel is differentiated", "[multiply][gradient]") {
  gradients::check<OnePixel, MeanSquaredError>(1);
}
