// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs_of;
using support::problem;

TEST_CASE("a window that hangs over the edge is dropped", "[pool]") {
  STATIC_REQUIRE(MaxPool2d<2>::infer({5, 5, 3}) == Shape{2, 2, 3});
  STATIC_REQUIRE(AvgPool2d<2>::infer({5, 4, 3}) == Shape{2, 2, 3});
  STATIC_REQUIRE(MaxPool2d<3>::infer({3, 8, 3}) == Shape{1, 2, 3});
}

TEST_CASE("windows stand side by side unless a stride is given", "[pool]") {
  STATIC_REQUIRE(MaxPool2d<3>::infer({9, 9, 2}) == Shape{3, 3, 2});
  STATIC_REQUIRE(MaxPool2d<3, Stride<2>>::infer({9, 9, 2}) == Shape{4, 4, 2});
  STATIC_REQUIRE(MaxPool2d<3, Stride<1, 3>>::infer({9, 9, 2}) == Shape{7, 3, 2});
  STATIC_REQUIRE(MaxPool2d<2, Width<3>>::infer({8, 9, 2}) == Shape{4, 3, 2});
  STATIC_REQUIRE(AvgPool2d<2, Width<3>>::infer({8, 9, 2}) == Shape{4, 3, 2});
  STATIC_REQUIRE(AvgPool2d<2, Width<3>, Stride<1>>::infer({8, 9, 2}) == Shape{7, 7, 2});
}

TEST_CASE("pooling takes its options in any order", "[pool]") {
  constexpr Shape in{9, 8, 5};
  constexpr PoolGeometry g = MaxPool2d<3, Stride<2>, Padding<1>, Width<2>>::geometry(in);
  STATIC_REQUIRE(g == PoolGeometry{Pooling::max, {9, 3, 2, 1, 1, 1}, {8, 2, 2, 1, 1, 1}, 5});
  STATIC_REQUIRE(MaxPool2d<3, Width<2>, Padding<1>, Stride<2>>::geometry(in) == g);
  STATIC_REQUIRE(AvgPool2d<3, Padding<1>, Width<2>, Stride<2>>::geometry(in) ==
                 PoolGeometry{Pooling::average, g.height, g.width, 5});
}

TEST_CASE("Same gives ceil(in / stride), the odd position last", "[pool]") {
  STATIC_REQUIRE(MaxPool2d<2, Same>::infer({5, 4, 1}) == Shape{3, 2, 1});
  constexpr PoolGeometry upper = MaxPool2d<2, Same>::geometry({5, 4, 1});
  STATIC_REQUIRE(upper.height.before == 0);
  STATIC_REQUIRE(upper.height.after == 1);
  STATIC_REQUIRE(upper.width.after == 0);
  constexpr PoolGeometry lower = AvgPool2d<2, SameLower>::geometry({5, 4, 1});
  STATIC_REQUIRE(lower.height.before == 1);
  STATIC_REQUIRE(lower.height.after == 0);
}

TEST_CASE("pooling has no parameters and no multiply-adds", "[pool]") {
  STATIC_REQUIRE(MaxPool2d<2>::parameter_count({8, 8, 3}) == 0);
  STATIC_REQUIRE(AvgPool2d<2>::parameter_count({8, 8, 3}) == 0);
  STATIC_REQUIRE(GlobalAvgPool2d::parameter_count({8, 8, 3}) == 0);
  STATIC_REQUIRE(AvgPool2d<2>::multiply_adds({8, 8, 3}) == 0);
}

TEST_CASE("padding is never the largest value", "[pool]") {
  using L = MaxPool2d<2, Padding<1>>;
  constexpr std::array<float, 4> all_negative{-1, -2, -3, -4};
  STATIC_REQUIRE(outputs_of<L, Shape{2, 2, 1}>({}, all_negative) == all_negative);
  CHECK(outputs_of<L, Shape{2, 2, 1}>({}, all_negative) == all_negative);
}

TEST_CASE("padding is not counted in a mean", "[pool]") {
  using L = AvgPool2d<3, Stride<1>, Same>;
  constexpr std::array<float, 9> image{1, 2, 3, 4, 5, 6, 7, 8, 9};
  // (1 + 2 + 4 + 5) / 4, (1 + ... + 6) / 6, (2 + 3 + 5 + 6) / 4, ...
  constexpr std::array<float, 9> expected{3, 3.5f, 4, 4.5f, 5, 5.5f, 6, 6.5f, 7};
  STATIC_REQUIRE(outputs_of<L, Shape{3, 3, 1}>({}, image) == expected);
  laws::check_close(outputs_of<L, Shape{3, 3, 1}>({}, image), expected, 1e-6);  // a sixth is not exact
}

TEST_CASE("each channel is pooled alone", "[pool]") {
  constexpr std::array<float, 12> image{1, -8, 9, 4, -5, 8, 2, -6, 7, 3, -7, 6};
  constexpr std::array<float, 3> largest{4, -5, 9};
  constexpr std::array<float, 3> mean{2.5f, -6.5f, 7.5f};
  STATIC_REQUIRE(outputs_of<MaxPool2d<2>, Shape{2, 2, 3}>({}, image) == largest);
  CHECK(outputs_of<MaxPool2d<2>, Shape{2, 2, 3}>({}, image) == largest);
  STATIC_REQUIRE(outputs_of<AvgPool2d<2>, Shape{2, 2, 3}>({}, image) == mean);
  CHECK(outputs_of<AvgPool2d<2>, Shape{2, 2, 3}>({}, image) == mean);
  STATIC_REQUIRE(GlobalAvgPool2d::infer({2, 2, 3}) == Shape{3});
  STATIC_REQUIRE(outputs_of<GlobalAvgPool2d, Shape{2, 2, 3}>({}, image) == mean);
  CHECK(outputs_of<GlobalAvgPool2d, Shape{2, 2, 3}>({}, image) == mean);
}

TEST_CASE("what does not fit pooling is a problem with its numbers", "[pool]") {
  constexpr Shape in{9, 8, 4};
  STATIC_REQUIRE(problem<MaxPool2d<2>>({288}) == Problem::rank({288}, 3));
  STATIC_REQUIRE(problem<AvgPool2d<2>>({9, 8}) == Problem::rank({9, 8}, 3));
  STATIC_REQUIRE(problem<GlobalAvgPool2d>({288}) == Problem::rank({288}, 3));

  constexpr Problem window = problem<MaxPool2d<2, Width<10>>>(in);
  STATIC_REQUIRE(window.rule == Rule::window_does_not_fit);
  STATIC_REQUIRE(window.other == Shape{2, 10});

  constexpr Problem rest = problem<AvgPool2d<2, ExactFit>>(in);
  STATIC_REQUIRE(rest.rule == Rule::window_leaves_a_rest);
  STATIC_REQUIRE(rest.numbers[3] == 1);
  STATIC_REQUIRE(rest.numbers[4] == 0);
  STATIC_REQUIRE(problem<MaxPool2d<3, Width<2>, ExactFit>>(in).rule == Rule::none);

  constexpr Problem covered = problem<MaxPool2d<2, Padding<0, 0, 0, 3>>>(in);
  STATIC_REQUIRE(covered.rule == Rule::padding_covers_window);
  STATIC_REQUIRE(covered.other == Shape{2, 2});
  STATIC_REQUIRE(covered.numbers[0] == 3);
  STATIC_REQUIRE(problem<AvgPool2d<2, Padding<2>>>(in).rule == Rule::padding_covers_window);
}

TEST_CASE("pooling takes the options that it names", "[pool]") {
  constexpr Shape in{9, 8, 4};
  STATIC_REQUIRE(problem<MaxPool2d<0>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<MaxPool2d<2, Width<0>>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<MaxPool2d<2, Stride<0>>>(in).subject == Text("Stride"));
  STATIC_REQUIRE(problem<MaxPool2d<2, Kernel<2>>>(in).rule == Rule::option_unknown);
  STATIC_REQUIRE(problem<AvgPool2d<2, Groups<2>>>(in).subject == Text("Groups"));
  STATIC_REQUIRE(problem<AvgPool2d<2, Stride<1>, Stride<1>>>(in).rule == Rule::option_given_twice);
}

TEST_CASE("pooling obeys the laws", "[pool]") {
  laws::check<MaxPool2d<2>, Shape{4, 5, 1}>();
  laws::check<MaxPool2d<3, Stride<2>>, Shape{7, 9, 5}>();
  laws::check<MaxPool2d<2, Width<3>, Stride<1>, Padding<1>>, Shape{3, 4, 17}>();
  laws::check<AvgPool2d<2>, Shape{4, 6, 3}>();
  laws::check<AvgPool2d<3, Stride<2>, Same>, Shape{5, 4, 6}>();
  laws::check<AvgPool2d<2, Padding<1, 0, 0, 1>, Stride<3>>, Shape{5, 5, 16}>();
  laws::check<GlobalAvgPool2d, Shape{3, 5, 10}>();
}
