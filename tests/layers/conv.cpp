// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs_of;
using support::problem;

namespace {

/// Where the zeros go that `L` pads with: top, bottom, left, right.
template <class L>
constexpr std::array<std::size_t, 4> padding(Shape in) {
  const ConvolutionGeometry g = L::geometry(in);
  return {g.height.before, g.height.after, g.width.before, g.width.after};
}

using Sides = std::array<std::size_t, 4>;

}  // namespace

TEST_CASE("the height and width of a convolution are (in + padding - extent) / stride + 1", "[conv]") {
  STATIC_REQUIRE(Conv2d<4, Kernel<3, 5>>::infer({9, 9, 2}) == Shape{7, 5, 4});
  STATIC_REQUIRE(Conv2d<4, Kernel<3>, Stride<2, 3>>::infer({9, 9, 2}) == Shape{4, 3, 4});
  STATIC_REQUIRE(Conv2d<4, Kernel<3>, Stride<2>>::infer({8, 9, 2}) == Shape{3, 4, 4});
  STATIC_REQUIRE(Conv2d<4, Kernel<3>, Padding<1, 2>>::infer({9, 9, 2}) == Shape{9, 11, 4});
  STATIC_REQUIRE(Conv2d<4, Kernel<3>, Padding<0, 1, 2, 4>>::infer({9, 9, 2}) == Shape{8, 13, 4});
  STATIC_REQUIRE(Conv2d<4, Kernel<3>, Dilation<2>>::infer({9, 9, 2}) == Shape{5, 5, 4});
  STATIC_REQUIRE(Conv2d<4, Kernel<3>, Dilation<4, 1>>::infer({9, 9, 2}) == Shape{1, 7, 4});
  STATIC_REQUIRE(Conv2d<4, Kernel<3>, Groups<2>>::infer({9, 9, 2}) == Shape{7, 7, 4});
  STATIC_REQUIRE(Conv2d<1, Kernel<1>>::infer({1, 1, 1}) == Shape{1, 1, 1});
}

TEST_CASE("options may come in any order", "[conv]") {
  constexpr Shape in{12, 10, 4};
  constexpr ConvolutionGeometry g =
      Conv2d<6, Kernel<3, 2>, Stride<2>, Padding<1>, Dilation<2>, Groups<2>, Bias<false>>::geometry(in);
  STATIC_REQUIRE(g == ConvolutionGeometry{{12, 3, 2, 2, 1, 1}, {10, 2, 2, 2, 1, 1}, 4, 6, 2, false});
  STATIC_REQUIRE(
      Conv2d<6, Bias<false>, Groups<2>, Dilation<2>, Padding<1>, Stride<2>, Kernel<3, 2>>::geometry(in) == g);
  STATIC_REQUIRE(
      Conv2d<6, Padding<1>, Kernel<3, 2>, Bias<false>, Dilation<2>, Groups<2>, Stride<2>>::geometry(in) == g);
}

TEST_CASE("Same pads as TensorFlow does: the output is ceil(in / stride), the odd zero comes last",
          "[conv]") {
  // max((ceil(in / stride) - 1) stride + extent - in, 0) in all, the smaller half before.
  STATIC_REQUIRE(padding<Conv2d<1, Kernel<3>, Same>>({7, 8, 1}) == Sides{1, 1, 1, 1});
  STATIC_REQUIRE(padding<Conv2d<1, Kernel<2>, Same>>({7, 8, 1}) == Sides{0, 1, 0, 1});
  STATIC_REQUIRE(padding<Conv2d<1, Kernel<3>, Stride<2>, Same>>({7, 8, 1}) == Sides{1, 1, 0, 1});
  STATIC_REQUIRE(padding<Conv2d<1, Kernel<1>, Stride<2>, Same>>({7, 8, 1}) == Sides{0, 0, 0, 0});
  STATIC_REQUIRE(padding<Conv2d<1, Kernel<5>, Stride<3>, Same>>({7, 8, 1}) == Sides{2, 2, 1, 2});
  STATIC_REQUIRE(padding<Conv2d<1, Kernel<3>, Dilation<2>, Same>>({7, 8, 1}) == Sides{2, 2, 2, 2});
  STATIC_REQUIRE(Conv2d<1, Kernel<3>, Same>::infer({7, 8, 1}) == Shape{7, 8, 1});
  STATIC_REQUIRE(Conv2d<1, Kernel<3>, Stride<2>, Same>::infer({7, 8, 1}) == Shape{4, 4, 1});
  STATIC_REQUIRE(Conv2d<1, Kernel<5>, Stride<3>, Same>::infer({7, 8, 1}) == Shape{3, 3, 1});
}

TEST_CASE("SameLower puts the odd zero first", "[conv]") {
  STATIC_REQUIRE(padding<Conv2d<1, Kernel<2>, SameLower>>({7, 8, 1}) == Sides{1, 0, 1, 0});
  STATIC_REQUIRE(padding<Conv2d<1, Kernel<5>, Stride<3>, SameLower>>({7, 8, 1}) == Sides{2, 2, 2, 1});
}

TEST_CASE("a convolution counts kernel x channels of a group x filters weights, and a bias each", "[conv]") {
  constexpr Shape in{10, 10, 6};
  STATIC_REQUIRE(Conv2d<16, Kernel<5>>::parameter_count(in) == 5 * 5 * 6 * 16 + 16);
  STATIC_REQUIRE(Conv2d<16, Kernel<5>, Bias<false>>::parameter_count(in) == 5 * 5 * 6 * 16);
  STATIC_REQUIRE(Conv2d<16, Kernel<5, 3>, Groups<2>>::parameter_count(in) == 5 * 3 * 3 * 16 + 16);
  STATIC_REQUIRE(Conv2d<6, Kernel<3>, Groups<6>>::parameter_count(in) == 3 * 3 * 6 + 6);
  STATIC_REQUIRE(Conv2d<16, Kernel<5>>::multiply_adds(in) == 6 * 6 * 5 * 5 * 6 * 16);
  STATIC_REQUIRE(Conv2d<6, Kernel<3>, Groups<6>, Stride<2>>::multiply_adds(in) == 4 * 4 * 3 * 3 * 6);

  constexpr ParameterBlocks blocks = Conv2d<16, Kernel<5, 3>, Groups<2>>::parameter_blocks(in);
  STATIC_REQUIRE(blocks[0].role == ParameterBlock::Role::weights);
  STATIC_REQUIRE(blocks[0].count == 720);
  STATIC_REQUIRE(blocks[0].fan_in == 45);    // 5 3 taps of 3 channels
  STATIC_REQUIRE(blocks[0].fan_out == 120);  // 5 3 taps of 8 filters
  STATIC_REQUIRE(blocks[1].role == ParameterBlock::Role::constant);
  STATIC_REQUIRE(blocks[1].count == 16);
  STATIC_REQUIRE(Conv2d<16, Kernel<5>, Bias<false>>::parameter_blocks(in)[1].count == 0);
}

TEST_CASE("what does not fit a convolution is a problem with its numbers", "[conv]") {
  constexpr Shape in{9, 8, 4};
  constexpr Problem rank = problem<Conv2d<2, Kernel<3>>>({288});
  STATIC_REQUIRE(rank.rule == Rule::wrong_rank);
  STATIC_REQUIRE(rank.shape == Shape{288});
  STATIC_REQUIRE(rank.numbers[0] == 3);

  constexpr Problem window = problem<Conv2d<2, Kernel<3, 11>, Padding<0, 0, 1, 0>>>(in);
  STATIC_REQUIRE(window.rule == Rule::window_does_not_fit);
  STATIC_REQUIRE(window.shape == in);
  STATIC_REQUIRE(window.other == Shape{3, 11});
  STATIC_REQUIRE(window.numbers[2] == 1);
  STATIC_REQUIRE(problem<Conv2d<2, Kernel<3>, Dilation<4>>>(in).rule == Rule::window_does_not_fit);
  STATIC_REQUIRE(problem<Conv2d<2, Kernel<3>, Dilation<4>>>(in).other[0] == 9);

  constexpr Problem rest = problem<Conv2d<2, Kernel<3>, Stride<4>, ExactFit>>(in);
  STATIC_REQUIRE(rest.rule == Rule::window_leaves_a_rest);
  STATIC_REQUIRE(rest.numbers[3] == 2);  // 9 - 3 = 1 4 + 2
  STATIC_REQUIRE(rest.numbers[4] == 1);  // 8 - 3 = 1 4 + 1
  STATIC_REQUIRE(problem<Conv2d<2, Kernel<3>, Stride<4>, RoundDown>>(in).rule == Rule::none);

  STATIC_REQUIRE(problem<Conv2d<6, Kernel<3>, Groups<3>>>(in) == Problem::groups_of_channels(in, 3));
  STATIC_REQUIRE(problem<Conv2d<6, Kernel<3>, Groups<4>>>(in) == Problem::groups_of_filters(6, 4));
  STATIC_REQUIRE(problem<Conv2d<0, Kernel<3>>>(in) == Problem::zero("the number of filters"));
}

TEST_CASE("an option that is 0, missing, twice or another layer's is a problem that names it", "[conv]") {
  constexpr Shape in{9, 8, 4};
  const auto is = [](Problem found, Rule rule, Text subject) {
    return found.rule == rule && found.subject == subject;
  };
  STATIC_REQUIRE(problem<Conv2d<2>>(in).rule == Rule::kernel_is_missing);
  STATIC_REQUIRE(problem<Conv2d<2, Kernel<3, 0>>>(in).rule == Rule::kernel_is_missing);
  STATIC_REQUIRE(is(problem<Conv2d<2, Kernel<3>, Stride<0>>>(in), Rule::extent_is_zero, "Stride"));
  STATIC_REQUIRE(is(problem<Conv2d<2, Kernel<3>, Stride<0>, Same>>(in), Rule::extent_is_zero, "Stride"));
  STATIC_REQUIRE(problem<Conv2d<2, Same>>(in).rule == Rule::kernel_is_missing);
  STATIC_REQUIRE(is(problem<Conv2d<2, Kernel<3>, Dilation<1, 0>>>(in), Rule::extent_is_zero, "Dilation"));
  STATIC_REQUIRE(is(problem<Conv2d<2, Kernel<3>, Groups<0>>>(in), Rule::extent_is_zero, "Groups"));
  STATIC_REQUIRE(
      is(problem<Conv2d<2, Kernel<3>, Padding<0, 0, ~0ull, 0>>>(in), Rule::option_too_large, "Padding"));
  STATIC_REQUIRE(
      is(problem<Conv2d<2, Kernel<3>, Dilation<1ull << 63>>>(in), Rule::option_too_large, "Dilation"));
  STATIC_REQUIRE(is(problem<Conv2d<2, Kernel<3>, Kernel<3>>>(in), Rule::option_given_twice, "Kernel"));
  STATIC_REQUIRE(
      is(problem<Conv2d<2, Kernel<3>, Padding<1>, Same>>(in), Rule::option_given_twice, "Padding"));
  STATIC_REQUIRE(is(problem<Conv2d<2, Kernel<3>, Rate<1, 2>>>(in), Rule::option_unknown, "Rate"));
  STATIC_REQUIRE(problem<Conv2d<2, Kernel<3>, int>>(in).rule == Rule::option_is_foreign);
}

TEST_CASE("a convolution obeys the laws", "[conv]") {
  laws::check<Conv2d<1, Kernel<1>>, Shape{1, 1, 1}>();
  laws::check<Conv2d<10, Kernel<3>, Same>, Shape{5, 4, 3}>();
  laws::check<Conv2d<17, Kernel<2, 3>, Stride<2, 1>, Bias<false>>, Shape{5, 6, 2}>();
  laws::check<Conv2d<6, Kernel<3>, Padding<0, 2, 1, 0>, Groups<2>>, Shape{4, 5, 4}>();
  laws::check<Conv2d<16, Kernel<3>, Dilation<2>, Same, Groups<16>>, Shape{4, 3, 16}>();
  laws::check<Conv2d<3, Kernel<5>, SameLower, Stride<2>>, Shape{6, 7, 1}>();
}
