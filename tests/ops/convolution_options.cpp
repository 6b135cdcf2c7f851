// SPDX-License-Identifier: MIT
#include <etch/ops/convolution/packing.hpp>
#include <support/operation_laws.hpp>

using namespace etch;

TEST_CASE("dilated convolutions obey the laws", "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{9, 3, 1, 2, 2, 2}, {11, 2, 3, 2, 1, 0}, 3, 17, 1, false}>();
  laws::check_operation<ConvolutionGeometry{{8, 3, 2, 3, 3, 3}, {9, 3, 1, 2, 2, 2}, 1, 6, 1, true}>();
  // Rows of the kernel lie apart, its taps in a row do not.
  laws::check_operation<ConvolutionGeometry{{9, 3, 1, 2, 2, 2}, {11, 3, 2, 1, 1, 0}, 2, 17, 1, true}>();
}

TEST_CASE("windows that lie partly or wholly on padding obey the laws", "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{4, 3, 1, 1, 3, 3}, {4, 3, 1, 1, 3, 4}, 3, 6, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{2, 5, 1, 1, 2, 2}, {1, 5, 1, 1, 2, 2}, 6, 16, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{5, 3, 1, 1, 0, 2}, {6, 4, 1, 1, 2, 0}, 16, 3, 1, true}>();
}

TEST_CASE("strided convolutions of 1 x 1 with many filters, whose pixels are gathered, obey the laws",
          "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{9, 1, 2}, {8, 1, 3}, 86, 70, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{1, 1}, {11, 1, 2}, 128, 97, 1, false}>();
}

TEST_CASE("convolutions of few pixels that fetch weights ahead obey the laws", "[convolution]") {
  // Fewer tiles than lines of weights, more, and a last block of fewer filters.
  laws::check_operation<ConvolutionGeometry{{2, 1}, {2, 1}, 150, 120, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{5, 3, 2, 1, 1, 1}, {6, 3, 1, 1, 1, 1}, 40, 81, 1, true}>();
}

TEST_CASE("grouped convolutions obey the laws", "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{6, 3, 1, 1, 1, 1}, {5, 3, 2, 1, 1, 1}, 6, 10, 2, true}>();
  laws::check_operation<ConvolutionGeometry{{5, 3, 1, 2, 2, 2}, {6, 1}, 32, 34, 2, false}>();
  // A channel multiplier of 2.
  laws::check_operation<ConvolutionGeometry{{5, 3, 1, 1, 1, 1}, {5, 3, 1, 1, 1, 1}, 3, 6, 3, true}>();
}

TEST_CASE("depthwise convolutions obey the laws", "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{7, 3, 1, 1, 1, 1}, {12, 3, 1, 1, 1, 1}, 17, 17, 17, true}>();
  laws::check_operation<ConvolutionGeometry{{8, 3, 2, 1, 0, 1}, {9, 3, 2, 1, 1, 1}, 16, 16, 16, false}>();
  laws::check_operation<ConvolutionGeometry{{6, 2, 1, 3, 1, 1}, {5, 4, 1, 1, 3, 0}, 3, 3, 3, true}>();
}

TEST_CASE("gradients of depthwise convolutions in blocks of taps and parts of rows obey the laws",
          "[convolution]") {
  // More columns of taps, or rows of them, than registers have room for; one tap, of several vectors.
  laws::check_operation<ConvolutionGeometry{{1, 1}, {40, 31, 1, 1, 15, 15}, 5, 5, 5, true}>();
  laws::check_operation<ConvolutionGeometry{{9, 7, 1, 1, 3, 3}, {11, 5, 1, 2, 4, 4}, 9, 9, 9, false}>();
  laws::check_operation<ConvolutionGeometry{{4, 1}, {5, 1}, 70, 70, 70, true}>();
  // Rows that are cut; many short ones; windows that see the padding alone; none of some rows.
  laws::check_operation<ConvolutionGeometry{{2, 3, 1, 1, 1, 1}, {24, 3, 1, 1, 1, 1}, 90, 90, 90, true}>();
  laws::check_operation<ConvolutionGeometry{{300, 3, 1, 1, 1, 1}, {3, 3, 1, 1, 1, 1}, 3, 3, 3, true}>();
  laws::check_operation<ConvolutionGeometry{{2, 3, 1, 1, 4, 3}, {2, 3, 1, 1, 3, 4}, 2, 2, 2, true}>();
  laws::check_operation<ConvolutionGeometry{
      {8, 3, 2, 1, 0, 0, true}, {8, 3, 2, 1, 0, 0, true}, 9, 9, 9, true}>();
  // Padding that is wider than the parts; outputs that see it alone, in small code.
  laws::check_kernels<ConvolutionGeometry{{1, 1}, {40, 31, 1, 1, 15, 15}, 300, 300, 300, true}>(2, 1, true,
                                                                                                false);
  laws::check_operation<ConvolutionGeometry{{3, 1, 1, 1, 1, 1}, {3, 1, 1, 1, 1, 1}, 5, 5, 5, true}>();
  laws::check_operation<ConvolutionGeometry{.height = {7, 3, 1, 1, 1, 1},
                                            .width = {9, 7, 1, 1, 3, 3},
                                            .channels = 20,
                                            .filters = 20,
                                            .groups = 20,
                                            .policy = {.compact = true}}>();
}

TEST_CASE("the kernel is chosen by geometry alone", "[convolution]") {
  constexpr Target avx512{16, 32, true};
  constexpr Target sve{64, 32, false};
  constexpr Target microcontroller{1, 16, true};
  constexpr ConvolutionGeometry by_channel{{8, 3}, {8, 3}, 16, 16, 16, true};
  STATIC_REQUIRE(select_convolution(by_channel, avx512) == ConvolutionKernel::tiles);
  STATIC_REQUIRE(select_convolution(by_channel, sve) == ConvolutionKernel::depthwise);
  STATIC_REQUIRE(select_convolution(by_channel, microcontroller) == ConvolutionKernel::reference);
  for (const ConvolutionGeometry& g : {ConvolutionGeometry{{8, 3}, {8, 3}, 16, 32, 16, true},
                                       ConvolutionGeometry{{8, 3}, {8, 3}, 16, 16, 4, true},
                                       ConvolutionGeometry{{8, 3}, {8, 3}, 1, 1, 1, true}}) {
    CHECK(select_convolution(g, avx512) == ConvolutionKernel::tiles);
    CHECK(select_convolution(g, sve) == ConvolutionKernel::tap_major);
    CHECK(select_convolution(g, microcontroller) == ConvolutionKernel::reference);
  }
}

TEST_CASE("a tile of a large image is that of a small one", "[convolution]") {
  // Pixels of 1 x 1 are one row. Its cost is more than a number of 32 bits holds.
  static constexpr Target neon{4, 16, true};
  const auto tile = [](std::size_t pixels, std::size_t filters) {
    const TilePlan plan = forward_tiles({{pixels, 1}, {pixels, 1}, 64, filters, 1, true}, neon);
    return ConvolutionTile{plan.columns, plan.vectors, plan.together};
  };
  for (const std::size_t filters : {256, 512, 640, 1024}) CHECK(tile(384, filters) == tile(48, filters));
}

TEST_CASE("rather than a tile whose sums wait the last ones have a column less", "[convolution]") {
  // 49 = 4 * 6 + 5 * 5, rather than 8 * 6 + 1 with two sums.
  STATIC_REQUIRE(smaller_tiles(49, 6, 2) == 5);
  STATIC_REQUIRE(smaller_tiles(25, 4, 3) == 3);
  STATIC_REQUIRE(smaller_tiles(48, 6, 2) == 0);
  STATIC_REQUIRE(smaller_tiles(52, 6, 2) == 0);  // Four columns have eight sums, which do not wait.
  STATIC_REQUIRE(smaller_tiles(7, 6, 2) == 0);   // Two tiles cannot share out five columns.
  STATIC_REQUIRE(smaller_tiles(49, 4, 2) == 0);  // Those of three columns would wait too.
  for (std::size_t width = 1; width < 200; ++width)
    for (std::size_t columns = 1; columns <= 28; ++columns)
      for (std::size_t sums = 1; sums <= 4; ++sums) {
        const std::size_t tiles = (width + columns - 1) / columns;
        const std::size_t smaller = smaller_tiles(width, columns, sums);
        REQUIRE(smaller < tiles);
        if (smaller > 0) REQUIRE(tiles * columns - smaller == width);
      }
  constexpr Target avx2{8, 16, true};
  constexpr Target avx512{16, 32, true};
  STATIC_REQUIRE(forward_tiles({{7, 1}, {7, 1}, 5, 64, 1, true}, avx2).row_smaller_tiles() == 5);
  STATIC_REQUIRE(forward_tiles({{7, 1}, {7, 1}, 5, 64, 1, true}, avx512).row_smaller_tiles() == 5);
  laws::check_kernels<ConvolutionGeometry{{7, 1}, {7, 1}, 5, 64, 1, true}>(2, 1, true, true);
  // The last pixels are padding.
  laws::check_kernels<ConvolutionGeometry{{2, 1}, {44, 1, 1, 1, 0, 5}, 5, 64, 1, true}>(1, 1, true, true);
  laws::check_kernels<ConvolutionGeometry{{3, 3}, {27, 3}, 2, 64, 1, true}>(1, 1, true, true);
  laws::check_kernels<ConvolutionGeometry{{5, 1}, {5, 1}, 5, 3 * this_target.lanes, 1, true}>(3, 1, true,
                                                                                              true);
}

TEST_CASE("memory for an image with its padding is asked for where it is laid out", "[convolution]") {
  static constexpr Target avx512{16, 32, true};
  static constexpr Target sve{64, 32, false};
  static constexpr ConvolutionGeometry image{{8, 3, 1, 1, 1, 1}, {9, 5, 2, 1, 1, 2}, 3, 9, 1, false};
  static constexpr ConvolutionGeometry volume{image.height, image.width, 3, 9, 1, true, {4, 3, 1, 1, 1, 1}};
  const auto numbers = [](const auto& g, Target target) {
    return needs_of(g, target).parameter_gradient_scratch;
  };
  CHECK(numbers(image, avx512) == 10 * 11 * 3);
  CHECK(numbers(volume, avx512) == 4 * 10 * 11 * 3);
  CHECK(numbers(TransposedGeometry{image}, avx512) == 10 * 11 * 3);
  CHECK(numbers(image, sve) == 10 * 11 * 3);
  // Of these the plain loops run.
  CHECK(numbers(volume, sve) == 0);
  CHECK(numbers(TransposedGeometry{image}, sve) == 0);
}
