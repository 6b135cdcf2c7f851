// SPDX-License-Identifier: MIT
#include <etch/train.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>
#include <memory>

using namespace etch;
using support::outputs_of;
using support::problem;

namespace {

using NoEpsilon = Epsilon<0, 1>;  // So that values by hand are exact.

/// What `Net` answers with those learned numbers and statistics.
template <class Net>
constexpr auto outputs_with(const std::array<float, Parameters<Net>::size>& values,
                            const std::array<float, Net::input_shape.size()>& input) {
  Parameters<Net> all;
  for (std::size_t n = 0; n < values.size(); ++n) all.values[n] = values[n];
  return forward<Net>(prepare(all), input);
}

}  // namespace

TEST_CASE("normalisations keep any shape", "[norm]") {
  STATIC_REQUIRE(BatchNorm<>::infer({7, 5, 3}) == Shape{7, 5, 3});
  STATIC_REQUIRE(BatchNorm<>::infer({10}) == Shape{10});
  STATIC_REQUIRE(LayerNorm<>::infer({7, 3}) == Shape{7, 3});
  STATIC_REQUIRE(GroupNorm<3>::infer({2, 7, 5, 6}) == Shape{2, 7, 5, 6});
  STATIC_REQUIRE(InstanceNorm<>::infer({7, 5, 3}) == Shape{7, 5, 3});
  STATIC_REQUIRE(LocalResponseNorm<5>::infer({7, 5, 3}) == Shape{7, 5, 3});
  STATIC_REQUIRE(Scale<>::infer({7, 5, 3}) == Shape{7, 5, 3});
}

TEST_CASE("normalisations have a gamma and a beta a channel", "[norm]") {
  constexpr Shape in{7, 5, 6};
  STATIC_REQUIRE(BatchNorm<>::parameter_count(in) == 12);
  STATIC_REQUIRE(GroupNorm<2>::parameter_count(in) == 12);
  STATIC_REQUIRE(InstanceNorm<>::parameter_count(in) == 12);
  STATIC_REQUIRE(LayerNorm<>::parameter_count(in) == 12);
  STATIC_REQUIRE(LayerNorm<Axes<2>>::parameter_count(in) == 2 * 5 * 6);
  STATIC_REQUIRE(LayerNorm<Axes<3>>::parameter_count(in) == 2 * 7 * 5 * 6);
  STATIC_REQUIRE(BatchNorm<Affine<false>>::parameter_count(in) == 0);
  STATIC_REQUIRE(GroupNorm<2, Affine<false>>::parameter_count(in) == 0);
  STATIC_REQUIRE(InstanceNorm<Affine<false>>::parameter_count(in) == 0);
  STATIC_REQUIRE(LayerNorm<Affine<false>>::parameter_count(in) == 0);
  STATIC_REQUIRE(LocalResponseNorm<5>::parameter_count(in) == 0);
  STATIC_REQUIRE(Scale<>::parameter_count(in) == 12);
  STATIC_REQUIRE(Scale<Bias<false>>::parameter_count(in) == 6);
}

TEST_CASE("running statistics are not counted among the parameters", "[norm]") {
  struct Net : Network<Input<4, 4, 2>, Conv2d<3, Kernel<1>>, BatchNorm<>, Flatten, Dense<2>, BatchNorm<>> {};
  STATIC_REQUIRE(Net::parameter_count == (6 + 3) + 6 + (96 + 2) + 4);
  STATIC_REQUIRE(Net::statistic_count == 6 + 4);
  STATIC_REQUIRE(Parameters<Net>::size == Net::parameter_count + Net::statistic_count);
  STATIC_REQUIRE(Net::Layer<1>::statistic_count == 6);
  STATIC_REQUIRE(Net::Layer<4>::statistic_offset == 6);
  STATIC_REQUIRE(BatchNorm<Affine<false>>::statistic_blocks({4, 4, 3})[1].count == 3);
  // Means begin as 0, variances as 1.
  STATIC_REQUIRE(BatchNorm<>::statistic_blocks({4, 4, 3})[0].initial == Fraction{0, 1});
  STATIC_REQUIRE(BatchNorm<>::statistic_blocks({4, 4, 3})[1].initial == Fraction{1, 1});
}

TEST_CASE("at inference batch normalisation takes the running statistics", "[norm]") {
  struct Net : Network<Input<1, 2, 2>, BatchNorm<NoEpsilon>> {};
  // Gammas 2, 3; betas 5, 7; means 3, -1; variances 4, 16. 2 (7 - 3) / 2 + 5, 3 (3 + 1) / 4 + 7, ...
  constexpr std::array<float, 8> values{2, 3, 5, 7, 3, -1, 4, 16};
  constexpr std::array<float, 4> expected{9, 10, 5, 4};
  STATIC_REQUIRE(outputs_with<Net>(values, {7, 3, 3, -5}) == expected);
  CHECK(outputs_with<Net>(values, {7, 3, 3, -5}) == expected);

  struct Plain : Network<Input<2>, BatchNorm<NoEpsilon, Affine<false>>> {};
  STATIC_REQUIRE(outputs_with<Plain>({3, -1, 4, 16}, {7, 3}) == std::array<float, 2>{2, 1});

  // 1 / sqrt(3 + 1)
  struct WithEpsilon : Network<Input<1>, BatchNorm<Epsilon<1, 1>, Affine<false>>> {};
  STATIC_REQUIRE(outputs_with<WithEpsilon>({0, 3}, {6}) == std::array<float, 1>{3});
}

TEST_CASE("a training step moves the running statistics", "[norm]") {
  struct Net : Network<Input<2, 2>, BatchNorm<>, Flatten, Dense<1>> {};
  Parameters<Net> start;
  start.statistics()[2] = start.statistics()[3] = 1;  // The variances.
  const auto trainer = std::make_unique<Trainer<Net, MeanSquaredError, Sgd, 2>>(start);
  // Channel 0: 1, 3, 5, 7: mean 4, squares 9 + 1 + 1 + 9, unbiased variance 20 / 3. Channel 1: -2 and 2
  // twice: mean 0, unbiased variance 16 / 3.
  trainer->load(0, std::array<float, 4>{1, -2, 3, 2}, {0});
  trainer->load(1, std::array<float, 4>{5, -2, 7, 2}, {0});
  trainer->step();
  const auto once = trainer->parameters().statistics();
  CHECK(once[0] == Approx(0.4));
  CHECK(once[1] == Approx(0).margin(1e-7));
  CHECK(once[2] == Approx(0.9 + 2.0 / 3));
  CHECK(once[3] == Approx(0.9 + 1.6 / 3));
  trainer->step();
  const auto twice = trainer->parameters().statistics();
  CHECK(twice[0] == Approx(0.9 * 0.4 + 0.4));
  CHECK(twice[2] == Approx(0.9 * (0.9 + 2.0 / 3) + 2.0 / 3));
}

TEST_CASE("the momentum says how much of a batch goes into the running statistics", "[norm]") {
  struct Net : Network<Input<2, 1>, BatchNorm<Momentum<1, 1>>, Flatten, Dense<1>> {};
  const auto trainer =
      std::make_unique<Trainer<Net, MeanSquaredError, Sgd, 1>>(Parameters<Net>{}, Sgd{.learning_rate = 0});
  trainer->load(0, std::array<float, 2>{3, 7}, {0});
  trainer->step();
  CHECK(trainer->parameters().layer_statistics<0>()[0] == Approx(5));
  CHECK(trainer->parameters().layer_statistics<0>()[1] == Approx(8));  // (4 + 4) / (2 - 1)
}

TEST_CASE("layer normalisation works over the channels of each position", "[norm]") {
  using L = LayerNorm<NoEpsilon>;
  // (0, 0, 4, 4): mean 2, deviation 2; (1, 3, 3, 1): mean 2, deviation 1.
  constexpr std::array<float, 8> parameters{1, 2, 3, 4, 10, 20, 30, 40};
  constexpr std::array<float, 8> expected{9, 18, 33, 44, 9, 22, 33, 36};
  STATIC_REQUIRE(outputs_of<L, Shape{1, 2, 4}>(parameters, {0, 0, 4, 4, 1, 3, 3, 1}) == expected);
  CHECK(outputs_of<L, Shape{1, 2, 4}>(parameters, {0, 0, 4, 4, 1, 3, 3, 1}) == expected);
}

TEST_CASE("layer normalisation over all axes has a gamma and a beta for each number", "[norm]") {
  using L = LayerNorm<Axes<3>, NoEpsilon>;
  constexpr std::array<float, 8> parameters{1, 2, 3, 4, 10, 20, 30, 40};
  constexpr std::array<float, 4> expected{9, 18, 33, 44};  // (0, 0, 4, 4), standardised: -1, -1, 1, 1
  STATIC_REQUIRE(outputs_of<L, Shape{1, 2, 2}>(parameters, {0, 0, 4, 4}) == expected);
  CHECK(outputs_of<L, Shape{1, 2, 2}>(parameters, {0, 0, 4, 4}) == expected);

  // Over two: each row alone.
  using Rows = LayerNorm<Axes<2>, NoEpsilon, Affine<false>>;
  constexpr std::array<float, 4> rows{-1, 1, 1, -1};
  STATIC_REQUIRE(outputs_of<Rows, Shape{2, 2, 1}>({}, {0, 4, 9, 7}) == rows);
  CHECK(outputs_of<Rows, Shape{2, 2, 1}>({}, {0, 4, 9, 7}) == rows);
}

TEST_CASE("group normalisation works over positions and the channels of a group", "[norm]") {
  using L = GroupNorm<2, NoEpsilon>;
  // Channels 0 and 1: 0, 0, 4, 4; 2 and 3: 1, 3, 1, 3.
  constexpr std::array<float, 8> parameters{1, 2, 3, 4, 10, 20, 30, 40};
  constexpr std::array<float, 8> expected{9, 18, 27, 44, 11, 22, 27, 44};
  STATIC_REQUIRE(outputs_of<L, Shape{1, 2, 4}>(parameters, {0, 0, 1, 3, 4, 4, 1, 3}) == expected);
  CHECK(outputs_of<L, Shape{1, 2, 4}>(parameters, {0, 0, 1, 3, 4, 4, 1, 3}) == expected);
}

TEST_CASE("instance normalisation works over the positions of each channel", "[norm]") {
  using L = InstanceNorm<NoEpsilon>;
  constexpr std::array<float, 4> expected{1 - 2, 2 - 3, 1 + 2, 2 + 3};  // 2 x^ + 1, 3 x^ + 2
  STATIC_REQUIRE(outputs_of<L, Shape{2, 1, 2}>({2, 3, 1, 2}, {0, 1, 4, 3}) == expected);
  CHECK(outputs_of<L, Shape{2, 1, 2}>({2, 3, 1, 2}, {0, 1, 4, 3}) == expected);
}

TEST_CASE("epsilon keeps equal numbers finite", "[norm]") {
  CHECK(outputs_of<LayerNorm<Affine<false>>, Shape{4}>({}, {7, 7, 7, 7}) == std::array<float, 4>{});
  // Variance 1: +-1 / sqrt(1 + 3)
  constexpr auto half = outputs_of<LayerNorm<Affine<false>, Epsilon<3, 1>>, Shape{2}>({}, {1, 3});
  STATIC_REQUIRE(half == std::array<float, 2>{-.5f, .5f});
}

TEST_CASE("group normalisation lies between layer and instance normalisation", "[norm]") {
  constexpr Shape in{3, 4, 6};
  const auto x = laws::random_numbers<in.size()>(1);
  laws::check_close(outputs_of<GroupNorm<1, Affine<false>>, in>({}, x),
                    outputs_of<LayerNorm<Axes<3>, Affine<false>>, in>({}, x), 1e-6);
  laws::check_close(outputs_of<GroupNorm<6, Affine<false>>, in>({}, x),
                    outputs_of<InstanceNorm<Affine<false>>, in>({}, x), 1e-6);
}

TEST_CASE("local response normalisation divides by neighbouring channels", "[norm]") {
  // x / (1 + sum of squares): 1 / (1 + 1 + 4), 2 / (1 + 1 + 4 + 9), 3 / (1 + 4 + 9).
  using Three = LocalResponseNorm<3, Alpha<3>, Beta<1>, Offset<1>>;
  constexpr std::array<float, 3> three{1.0f / 6, 2.0f / 15, 3.0f / 14};
  laws::check_close(outputs_of<Three, Shape{3}>({}, {1, 2, 3}), three, 1e-6);
  constexpr auto then = outputs_of<Three, Shape{3}>({}, {1, 2, 3});
  laws::check_close(then, three, 1e-6);

  // Of an even number the odd one lies before, as in PyTorch. (16 + 4 9)^(1/2), (16 + 4 (9 + 36))^(1/2).
  using Two = LocalResponseNorm<2, Alpha<8>, Beta<1, 2>, Offset<16>>;
  constexpr std::array<float, 2> two{3 / 7.2111026f, 6 / 14.0f};
  laws::check_close(outputs_of<Two, Shape{2}>({}, {3, 6}), two, 1e-6);

  // AlexNet's constants, each pixel alone: x (1 + 1e-4 x^2 / 5)^(-3/4), x = 100.
  using Defaults = LocalResponseNorm<5>;
  constexpr std::array<float, 2> defaults{87.219595f, 0};  // 100 / 1.2^(3/4)
  laws::check_close(outputs_of<Defaults, Shape{2, 1, 1}>({}, {100, 0}), defaults, 1e-6);
}

TEST_CASE("Scale multiplies each channel and adds to it", "[norm]") {
  constexpr std::array<float, 4> expected{2 + 10, 6 + 20, 6 + 10, 12 + 20};
  STATIC_REQUIRE(outputs_of<Scale<>, Shape{1, 2, 2}>({2, 3, 10, 20}, {1, 2, 3, 4}) == expected);
  CHECK(outputs_of<Scale<>, Shape{1, 2, 2}>({2, 3, 10, 20}, {1, 2, 3, 4}) == expected);
  constexpr std::array<float, 2> only{2, 6};
  STATIC_REQUIRE(outputs_of<Scale<Bias<false>>, Shape{2}>({2, 3}, {1, 2}) == only);
  CHECK(outputs_of<Scale<Bias<false>>, Shape{2}>({2, 3}, {1, 2}) == only);
}

TEST_CASE("what normalisations do not take is a problem", "[norm]") {
  constexpr Shape in{7, 5, 6};
  constexpr Problem axes = problem<LayerNorm<Axes<4>>>(in);
  STATIC_REQUIRE(axes.rule == Rule::too_many_axes);
  STATIC_REQUIRE(axes.numbers[0] == 4);
  STATIC_REQUIRE(axes.numbers[1] == 3);
  STATIC_REQUIRE(problem<LayerNorm<Axes<0>>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<GroupNorm<4>>(in) == Problem::groups_of_channels(in, 4));
  STATIC_REQUIRE(problem<GroupNorm<0>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<LocalResponseNorm<0>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<LocalResponseNorm<5, Offset<0>>>(in) == Problem::zero("Offset"));
  STATIC_REQUIRE(problem<LocalResponseNorm<5, Beta<1, 0>>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<BatchNorm<Epsilon<1, 0>>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<BatchNorm<Momentum<1, 0>>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<LayerNorm<Epsilon<1, 0>>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<LayerNorm<Momentum<1, 10>>>(in).rule == Rule::option_unknown);
  STATIC_REQUIRE(problem<InstanceNorm<Groups<2>>>(in).rule == Rule::option_unknown);
  STATIC_REQUIRE(problem<Scale<Affine<>>>(in).rule == Rule::option_unknown);
}

TEST_CASE("normalisations within an image obey the laws", "[norm]") {
  laws::check<LayerNorm<>, Shape{2, 3, 5}>();
  laws::check<LayerNorm<Axes<3>, Epsilon<1, 10>>, Shape{2, 3, 2}>();
  laws::check<GroupNorm<3>, Shape{3, 2, 6}>();
  laws::check<InstanceNorm<Affine<false>>, Shape{5, 3}>();
}

TEST_CASE("local response normalisation and scales obey the laws", "[norm]") {
  laws::check<LocalResponseNorm<5>, Shape{2, 2, 7}>();
  laws::check<LocalResponseNorm<2, Alpha<1>, Beta<1, 2>, Offset<2>>, Shape{3, 3}>();
  laws::check<Scale<>, Shape{3, 2, 17}>();
  laws::check<Scale<Bias<false>>, Shape{5}>();
}
