// SPDX-License-Identifier: MIT
#include <etch/ops/convolution/packing.hpp>
#include <support/operation_laws.hpp>

using namespace etch;

// {in, kernel, stride, dilation, before, after} of height and width, channels, filters, groups, bias.

TEST_CASE("convolutions of few filters, whose outputs lie abreast in the lanes, obey the laws",
          "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{6, 5, 1, 1, 2, 2}, {12, 5, 1, 1, 2, 2}, 1, 6, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{5, 3}, {26, 3}, 9, 2, 1, true}>();
  // Strides; windows that hang over the edge; such as see the padding alone; none of the padding.
  laws::check_operation<ConvolutionGeometry{{7, 3, 2, 1, 1, 1}, {32, 3, 2, 1, 0, 1}, 3, 8, 1, false}>();
  laws::check_operation<ConvolutionGeometry{{5, 3, 1, 1, 1, 1}, {29, 7, 2, 1, 1, 0, true}, 2, 4, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{3, 2, 1, 1, 0, 2}, {9, 4, 1, 1, 5, 5}, 8, 1, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{4, 3}, {33, 4, 1}, 3, 3, 1, true}>();
  // One axis; a volume.
  laws::check_operation<ConvolutionGeometry{{1, 1}, {40, 9, 1, 1, 4, 4}, 4, 2, 1, true}>();
  laws::check_operation<ConvolutionGeometry{
      {4, 3, 1, 1, 1, 1}, {16, 3, 1, 1, 1, 1}, 2, 2, 1, true, {3, 2, 1, 1, 1, 0}}>();
}

TEST_CASE("convolutions of few channels, whose gradients lie abreast, obey the laws", "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{6, 5}, {14, 5}, 6, 16, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{5, 3, 2, 1, 1, 1}, {12, 3, 1, 1, 1, 1}, 1, 19, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{4, 2}, {16, 4, 1, 1, 4, 3}, 2, 3, 1, false}>();
  laws::check_operation<TransposedGeometry{{{6, 3, 2, 1, 1, 1}, {18, 4, 1, 1, 2, 1}, 2, 5, 1, false},
                                           true}>();
  laws::check_operation<TransposedGeometry{{{4, 3}, {12, 5, 1, 1, 2, 2}, 1, 7, 1, false}, true}>();
}

TEST_CASE("convolutions of few channels, whose gradients are added to pixels, obey the laws",
          "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{14, 5}, {14, 5}, 6, 16, 1, true}>();
  // Padding, strides, dilation, rows and columns that no window reads, windows that hang over the edge.
  laws::check_operation<ConvolutionGeometry{{6, 3, 1, 1, 1, 1}, {7, 3, 1, 1, 1, 1}, 3, 8, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{9, 4, 3, 1, 1, 0}, {10, 4, 3, 1, 2, 1}, 2, 11, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{9, 2, 2, 3, 0, 2}, {8, 3, 2, 1, 0, 0}, 5, 13, 1, false}>();
  laws::check_operation<ConvolutionGeometry{
      {8, 3, 2, 1, 0, 0, true}, {8, 3, 2, 1, 0, 0, true}, 3, 40, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{3, 1}, {21, 7, 1, 1, 3, 3}, 1, 17, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{2, 3, 1, 1, 4, 3}, {2, 3, 1, 1, 3, 4}, 2, 8, 1, true}>();
}

TEST_CASE("gradients are added to pixels where that saves products", "[convolution]") {
  constexpr Target avx512{16, 32, true};
  constexpr Target avx2{8, 16, true};
  // Five taps of six channels: two vectors, or four, rather than five; than six for two pixels.
  ConvolutionGeometry g{{14, 5}, {14, 5}, 6, 16, 1, true};
  CHECK(scatters(g, avx512));
  CHECK(scatters(g, avx2));
  CHECK_FALSE(scatters(g, {1, 16, true}));
  CHECK_FALSE(scatters(g, {64, 32, false}));
  g.filters = 7;
  CHECK_FALSE(scatters(g, avx2));
  g.filters = 16;
  g.channels = 8;
  CHECK_FALSE(scatters(g, avx2));
  // Three taps of eight channels: two vectors, as for two pixels four.
  CHECK_FALSE(scatters({{16, 3}, {16, 3}, 8, 16, 1, true}, avx512));
  CHECK(scatters({{16, 3, 2}, {17, 3, 2}, 8, 16, 1, true}, avx512));
}

TEST_CASE("outputs lie abreast where that saves products", "[convolution]") {
  constexpr Target avx512{16, 32, true};
  constexpr Target avx2{8, 16, true};
  // Outputs, taps, stride, filters. A row of 28 by 5 products, of 14 by 5 + 1; of 27 none.
  STATIC_REQUIRE(outputs_abreast(28, 5, 1, 6, avx512, 8) == 2);
  STATIC_REQUIRE(outputs_abreast(28, 5, 1, 6, avx2, 8) == 1);
  STATIC_REQUIRE(outputs_abreast(27, 5, 1, 6, avx512, 8) == 1);
  // 64 by 3, 32 by 4, 16 by 6, 8 by 10, or 4 by 18, which takes as long as 8 if sums are those of outputs.
  STATIC_REQUIRE(outputs_abreast(64, 3, 1, 1, avx512, 8) == 8);
  STATIC_REQUIRE(outputs_abreast(64, 3, 1, 1, avx512, 1) == 16);
  // 12 by 3, 6 by 4, which as 8 saves a ninth only, or one by 14.
  STATIC_REQUIRE(outputs_abreast(12, 3, 1, 1, avx512, 8) == 1);
  STATIC_REQUIRE(outputs_abreast(12, 3, 1, 1, avx512, 1) == 12);
  // Windows side by side share no taps; a stride of two of three saves a sixth.
  STATIC_REQUIRE(outputs_abreast(32, 2, 2, 1, avx512, 8) == 1);
  STATIC_REQUIRE(outputs_abreast(48, 3, 2, 8, avx512, 8) == 2);
  STATIC_REQUIRE(outputs_abreast(48, 4, 3, 8, avx512, 8) == 1);

  // Not where pixels of the output lie apart, nor for little code.
  ConvolutionGeometry g{{8, 3}, {34, 3}, 4, 4, 1, true};
  CHECK(outputs_abreast(g, avx512) == 4);
  CHECK(gradients_abreast(g, avx512) == 4);
  CHECK(outputs_abreast(g, {64, 32, false}) == 1);
  g.whole_channels = 12;
  CHECK(outputs_abreast(g, avx512) == 1);
  CHECK(inputs_abreast(g, avx512) == 2);
  g.whole_channels = 0;
  g.policy.compact = true;
  CHECK(outputs_abreast(g, avx512) == 1);
  CHECK(inputs_abreast(g, avx512) == 1);
  CHECK(gradients_abreast(g, avx512) == 1);
}

TEST_CASE("a row of which a quarter of the taps is outside has as many sums as registers allow",
          "[convolution]") {
  constexpr Target avx512{16, 32, true};
  constexpr Target avx2{8, 16, true};
  // The gradient by the input of LeNet-5's second layer: 14 numbers from 10 by five taps, 50 of 70 inside.
  constexpr auto tile = [](std::size_t in, std::size_t out, std::ptrdiff_t before, Target target) {
    TilePlan plan;
    plan.width = {in, out, 5, 1, 1, before, 16, 6};
    plan.channels = 16;
    plan.filters = 6;
    choose_tile(plan, Policy{}, target);
    return plan;
  };
  STATIC_REQUIRE(tile(10, 14, 4, avx2).width.taps_inside() == 50);
  STATIC_REQUIRE(tile(10, 14, 4, avx2).together == 1);
  STATIC_REQUIRE(tile(10, 14, 4, avx2).columns == 14);
  STATIC_REQUIRE(tile(10, 14, 4, avx512).together == 5);
  // All are inside.
  STATIC_REQUIRE(tile(14, 10, 0, avx2).together == 5);
}

TEST_CASE("taps inside are those of which each is", "[convolution]") {
  // in, out, taps, stride, dilation, before; some outputs lie wholly outside.
  for (const TileAxis& axis :
       {TileAxis{10, 14, 5, 1, 1, 4}, TileAxis{7, 4, 5, 2, 1, 2}, TileAxis{9, 5, 3, 2, 3, 3},
        TileAxis{3, 9, 4, 1, 1, 6}, TileAxis{8, 6, 5, 3, 1, -1}, TileAxis{2, 3, 7, 5, 2, 0}}) {
    std::size_t inside = 0;
    for (std::size_t j = 0; j < axis.out; ++j)
      for (std::size_t t = 0; t < axis.taps; ++t) inside += axis.inside(j, t) ? 1 : 0;
    CHECK(axis.taps_inside() == inside);
  }
  // Compilers count no further than some millions.
  STATIC_REQUIRE(TileAxis{160000, 39981, 80, 4, 1, 0}.taps_inside() == 39981 * 80);
}

TEST_CASE("two sums of each output take the channels by turns", "[convolution]") {
  static constexpr ConvolutionGeometry g{
      {4, 3, 1, 1, 1, 1}, {4, 3, 1, 1, 1, 1}, 3, this_target.lanes, 1, false};
  if constexpr (this_target.packs()) {
    constexpr TilePlan plan = forward_tiles(g, this_target);
    STATIC_REQUIRE(plan.partial_sums == 2);
    // Tiles of so few products have a loop of their own where they have one sum.
    STATIC_REQUIRE(channels_at_a_time(plan.columns, plan.vectors, plan.together, this_target.registers,
                                      plan.channels) > 1);
    laws::Data<g, float> data(1, 1, true);
    // One sum of 1e8 + 1 - 1e8 loses the 1.
    for (std::size_t n = 0; n < g.input_size(); n += 3) {
      data.input[n] = 1e8f;
      data.input[n + 1] = 1;
      data.input[n + 2] = -1e8f;
    }
    constexpr std::size_t middle = (1 * 3 + 1) * 3 * g.filters;
    for (std::size_t n = 0; n < g.weight_count(); ++n)
      data.parameters[n] = n >= middle && n < middle + 3 * g.filters ? 1.0f : 0.0f;
    Kernels<g>::forward(data.operands(data.result));
    for (std::size_t n = 0; n < g.output_size(); ++n) CHECK(data.result[n] == 1);
  }
}
