// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs_of;
using support::problem;

TEST_CASE("Pad adds to each side, Crop takes away", "[border]") {
  STATIC_REQUIRE(Pad<Padding<1>>::infer({4, 5, 3}) == Shape{6, 7, 3});
  STATIC_REQUIRE(Pad<Padding<1, 2>>::infer({4, 5, 3}) == Shape{6, 9, 3});
  STATIC_REQUIRE(Pad<Padding<0, 1, 2, 3>>::infer({4, 5, 3}) == Shape{5, 10, 3});
  STATIC_REQUIRE(Pad<Padding<2, 3>>::infer({4, 3}) == Shape{9, 3});
  STATIC_REQUIRE(Pad<Padding<7>, Edge>::infer({4, 5, 3}) == Shape{18, 19, 3});
  STATIC_REQUIRE(Pad<Padding<1, 2, 3>>::infer({4, 5, 6, 3}) == Shape{6, 9, 12, 3});
  STATIC_REQUIRE(Pad<Padding<1, 0, 2, 1, 0, 3>>::infer({4, 5, 6, 3}) == Shape{5, 8, 9, 3});
  STATIC_REQUIRE(Crop<Padding<1, 2, 0>>::infer({4, 5, 6, 3}) == Shape{2, 1, 6, 3});
  STATIC_REQUIRE(Crop<Padding<1>>::infer({4, 5, 3}) == Shape{2, 3, 3});
  STATIC_REQUIRE(Crop<Padding<0, 1, 2, 2>>::infer({4, 5, 3}) == Shape{3, 1, 3});
  STATIC_REQUIRE(Crop<Padding<1, 2>>::infer({4, 3}) == Shape{1, 3});
  STATIC_REQUIRE(Pad<Padding<1>>::parameter_count({4, 5, 3}) == 0);
}

TEST_CASE("around an image lies what was asked for", "[border]") {
  constexpr std::array<float, 4> x{1, 2, 3, 4};  // 1 2 / 3 4
  using Zeros = Pad<Padding<1, 0, 2, 1>>;
  constexpr std::array<float, 15> zeros{0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 3, 4, 0};
  STATIC_REQUIRE(outputs_of<Zeros, Shape{2, 2, 1}>({}, x) == zeros);
  CHECK(outputs_of<Zeros, Shape{2, 2, 1}>({}, x) == zeros);

  using Halves = Pad<Padding<0, 1, 0, 0>, Fill<1, 2>>;
  constexpr std::array<float, 6> halves{1, 2, 3, 4, .5f, .5f};
  STATIC_REQUIRE(outputs_of<Halves, Shape{2, 2, 1}>({}, x) == halves);
  CHECK(outputs_of<Halves, Shape{2, 2, 1}>({}, x) == halves);

  using Edges = Pad<Edge, Padding<1, 0, 0, 2>>;
  constexpr std::array<float, 12> edges{1, 2, 2, 2, 1, 2, 2, 2, 3, 4, 4, 4};
  STATIC_REQUIRE(outputs_of<Edges, Shape{2, 2, 1}>({}, x) == edges);
  CHECK(outputs_of<Edges, Shape{2, 2, 1}>({}, x) == edges);

  using Mirror = Pad<Padding<1>, Reflect>;
  constexpr std::array<float, 16> mirror{4, 3, 4, 3, 2, 1, 2, 1, 4, 3, 4, 3, 2, 1, 2, 1};
  STATIC_REQUIRE(outputs_of<Mirror, Shape{2, 2, 1}>({}, x) == mirror);
  CHECK(outputs_of<Mirror, Shape{2, 2, 1}>({}, x) == mirror);
}

TEST_CASE("around a sequence lies what was asked for", "[border]") {
  constexpr std::array<float, 3> x{1, 2, 3};
  // The edge itself is not repeated in its mirror image.
  constexpr std::array<float, 7> mirror{3, 2, 1, 2, 3, 2, 1};
  STATIC_REQUIRE(outputs_of<Pad<Padding<2>, Reflect>, Shape{3, 1}>({}, x) == mirror);
  CHECK(outputs_of<Pad<Padding<2>, Reflect>, Shape{3, 1}>({}, x) == mirror);
  constexpr std::array<float, 6> edge{1, 2, 3, 3, 3, 3};
  STATIC_REQUIRE(outputs_of<Pad<Padding<0, 3>, Edge>, Shape{3, 1}>({}, x) == edge);
  CHECK(outputs_of<Pad<Padding<0, 3>, Edge>, Shape{3, 1}>({}, x) == edge);
  // Channels stay together.
  constexpr std::array<float, 6> pairs{1, 2, 3, 4, 9, 9};
  STATIC_REQUIRE(outputs_of<Pad<Padding<0, 1>, Fill<9>>, Shape{2, 2}>({}, {1, 2, 3, 4}) == pairs);
}

TEST_CASE("Crop keeps the middle", "[border]") {
  constexpr std::array<float, 9> x{1, 2, 3, 4, 5, 6, 7, 8, 9};
  constexpr std::array<float, 2> expected{5, 8};
  STATIC_REQUIRE(outputs_of<Crop<Padding<1, 0, 1, 1>>, Shape{3, 3, 1}>({}, x) == expected);
  CHECK(outputs_of<Crop<Padding<1, 0, 1, 1>>, Shape{3, 3, 1}>({}, x) == expected);
}

TEST_CASE("Crop undoes Pad", "[border]") {
  using P = Padding<1, 2, 0, 3>;
  struct Zeros : Network<Input<4, 5, 3>, Pad<P>, Crop<P>> {};
  struct Mirror : Network<Input<4, 5, 3>, Pad<P, Reflect>, Crop<P>> {};
  struct Edges : Network<Input<4, 3>, Pad<Padding<5, 1>, Edge>, Crop<Padding<5, 1>>> {};
  const auto image = laws::random_numbers<60>(1);
  const auto sequence = laws::random_numbers<12>(2);
  CHECK(support::outputs<Zeros>({}, image) == image);
  CHECK(support::outputs<Mirror>({}, image) == image);
  CHECK(support::outputs<Edges>({}, sequence) == sequence);
}

TEST_CASE("a padded image makes a convolution's own padding", "[border]") {
  struct Own : Network<Input<4, 5, 2>, Conv2d<3, Kernel<3>, Padding<1, 2, 0, 1>>> {};
  struct Before : Network<Input<4, 5, 2>, Pad<Padding<1, 2, 0, 1>>, Conv2d<3, Kernel<3>>> {};
  const auto parameters = laws::random_numbers<Own::parameter_count>(1);
  const auto image = laws::random_numbers<40>(2);
  laws::check_close(support::outputs<Before>(parameters, image), support::outputs<Own>(parameters, image),
                    1e-6);
}

TEST_CASE("what borders do not take is a problem", "[border]") {
  constexpr Shape in{4, 5, 3};
  STATIC_REQUIRE(problem<Pad<Padding<1>>>({60}).rule == Rule::no_positions);
  STATIC_REQUIRE(problem<Crop<Padding<1>>>({3}).rule == Rule::no_positions);
  STATIC_REQUIRE(problem<Crop<Padding<1>>>({2, 3, 4, 5, 3}).rule == Rule::no_positions);
  STATIC_REQUIRE(problem<Pad<Padding<1, 1, 1>>>(in).rule == Rule::option_for_other_axes);
  STATIC_REQUIRE(problem<Pad<Padding<1, 1, 1, 1>>>({5, 3}).rule == Rule::option_for_other_axes);
  STATIC_REQUIRE(problem<Pad<Same>>(in).rule == Rule::option_unknown);
  STATIC_REQUIRE(problem<Pad<Padding<1>, Fill<1, 0>>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<Pad<Padding<1>, Edge, Reflect>>(in).rule == Rule::option_given_twice);
  STATIC_REQUIRE(problem<Crop<Padding<1>, Edge>>(in).rule == Rule::option_unknown);

  STATIC_REQUIRE(problem<Pad<Padding<3>, Reflect>>(in).rule == Rule::none);
  constexpr Problem wide = problem<Pad<Padding<0, 0, 0, 5>, Reflect>>(in);
  STATIC_REQUIRE(wide.rule == Rule::reflection_too_wide);
  STATIC_REQUIRE(wide.numbers[0] == 5);
  STATIC_REQUIRE(wide.numbers[1] == 5);

  constexpr Problem nothing = problem<Crop<Padding<1, 3, 0, 0>>>(in);
  STATIC_REQUIRE(nothing.rule == Rule::crop_leaves_nothing);
  STATIC_REQUIRE(nothing.numbers[0] == 1);
  STATIC_REQUIRE(nothing.numbers[1] == 3);
  STATIC_REQUIRE(nothing.numbers[2] == 4);
}

TEST_CASE("borders obey the laws", "[border]") {
  laws::check<Pad<Padding<1, 0, 2, 3>>, Shape{3, 2, 5}>();
  laws::check<Pad<Padding<2>, Fill<3, 2>>, Shape{3, 2}>();
  laws::check<Pad<Padding<2, 1, 1, 2>, Reflect>, Shape{3, 4, 3}>();
  laws::check<Pad<Padding<0, 3, 2, 0>, Edge>, Shape{2, 3, 2}>();
  laws::check<Crop<Padding<1, 0, 0, 2>>, Shape{3, 5, 3}>();
}
