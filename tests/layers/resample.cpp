// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs_of;
using support::problem;

TEST_CASE("Upsample2d multiplies the size, Resize2d gives it", "[resample]") {
  STATIC_REQUIRE(Upsample2d<2>::infer({3, 4, 5}) == Shape{6, 8, 5});
  STATIC_REQUIRE(Upsample2d<2, Width<3>, Bilinear>::infer({3, 4, 5}) == Shape{6, 12, 5});
  STATIC_REQUIRE(Upsample2d<1, Width<2>>::infer({3, 4, 5}) == Shape{3, 8, 5});
  STATIC_REQUIRE(Resize2d<7, 2>::infer({3, 4, 5}) == Shape{7, 2, 5});
  STATIC_REQUIRE(Resize2d<7, 2, AlignCorners, Bilinear>::infer({3, 4, 5}) == Shape{7, 2, 5});
  STATIC_REQUIRE(Upsample2d<2>::parameter_count({3, 4, 5}) == 0);
}

TEST_CASE("the nearest pixel becomes a block", "[resample]") {
  constexpr std::array<float, 16> blocks{1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4};
  STATIC_REQUIRE(outputs_of<Upsample2d<2>, Shape{2, 2, 1}>({}, {1, 2, 3, 4}) == blocks);
  CHECK(outputs_of<Upsample2d<2>, Shape{2, 2, 1}>({}, {1, 2, 3, 4}) == blocks);
  // Channels stay together.
  constexpr std::array<float, 8> channels{1, 2, 1, 2, 3, 4, 3, 4};
  STATIC_REQUIRE(outputs_of<Upsample2d<1, Width<2>>, Shape{1, 2, 2}>({}, {1, 2, 3, 4}) == channels);
  CHECK(outputs_of<Upsample2d<1, Width<2>>, Shape{1, 2, 2}>({}, {1, 2, 3, 4}) == channels);
  // New pixel o is old pixel floor(o in / out), as in PyTorch.
  constexpr std::array<float, 5> more{1, 1, 2, 2, 3};
  STATIC_REQUIRE(outputs_of<Resize2d<1, 5>, Shape{1, 3, 1}>({}, {1, 2, 3}) == more);
  CHECK(outputs_of<Resize2d<1, 5>, Shape{1, 3, 1}>({}, {1, 2, 3}) == more);
  constexpr std::array<float, 2> fewer{1, 3};
  STATIC_REQUIRE(outputs_of<Resize2d<2, 1>, Shape{5, 1, 1}>({}, {1, 2, 3, 4, 5}) == fewer);
}

TEST_CASE("bilinear, the outer edges of the pixels coincide", "[resample]") {
  // New centres at -1/4, 1/4, 3/4, 5/4 of the old grid; outside is the edge.
  using Row = Resize2d<1, 4, Bilinear>;
  constexpr std::array<float, 4> row{0, 1, 3, 4};
  STATIC_REQUIRE(outputs_of<Row, Shape{1, 2, 1}>({}, {0, 4}) == row);
  CHECK(outputs_of<Row, Shape{1, 2, 1}>({}, {0, 4}) == row);
  // Both axes: 8 times the row's position plus 4 times the column's.
  using Both = Upsample2d<2, Bilinear>;
  constexpr std::array<float, 16> both{0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12};
  STATIC_REQUIRE(outputs_of<Both, Shape{2, 2, 1}>({}, {0, 4, 8, 12}) == both);
  CHECK(outputs_of<Both, Shape{2, 2, 1}>({}, {0, 4, 8, 12}) == both);
  // Fewer: centres at 1/4 and 7/4.
  constexpr std::array<float, 2> fewer{1, 7};
  STATIC_REQUIRE(outputs_of<Resize2d<2, 1, Bilinear>, Shape{3, 1, 1}>({}, {0, 4, 8}) == fewer);
  CHECK(outputs_of<Resize2d<2, 1, Bilinear>, Shape{3, 1, 1}>({}, {0, 4, 8}) == fewer);
}

TEST_CASE("with aligned corners the first and the last pixels coincide", "[resample]") {
  using Row = Resize2d<1, 4, Bilinear, AlignCorners>;
  constexpr std::array<float, 4> row{0, 1, 2, 3};
  laws::check_close(outputs_of<Row, Shape{1, 2, 1}>({}, {0, 3}), row, 1e-6);
  using Column = Upsample2d<2, Bilinear, AlignCorners, Width<1>>;
  constexpr std::array<float, 6> column{0, 2, 4, 6, 8, 10};  // at 0, 2/5, 4/5, ...
  laws::check_close(outputs_of<Column, Shape{3, 1, 1}>({}, {0, 5, 10}), column, 1e-6);
  // One pixel is the first.
  constexpr std::array<float, 1> one{7};
  STATIC_REQUIRE(outputs_of<Resize2d<1, 1, Bilinear, AlignCorners>, Shape{1, 3, 1}>({}, {7, 8, 9}) == one);
}

TEST_CASE("an image of the same size is the same image", "[resample]") {
  constexpr Shape in{3, 4, 2};
  const auto x = laws::random_numbers<in.size()>(1);
  CHECK(outputs_of<Resize2d<3, 4>, in>({}, x) == x);
  CHECK(outputs_of<Resize2d<3, 4, Bilinear>, in>({}, x) == x);
  CHECK(outputs_of<Resize2d<3, 4, Bilinear, AlignCorners>, in>({}, x) == x);
  CHECK(outputs_of<Upsample2d<1>, in>({}, x) == x);
}

TEST_CASE("a grey image stays grey at any size", "[resample]") {
  std::array<float, 12> grey;
  grey.fill(0.75f);
  for (const float value : outputs_of<Resize2d<7, 5, Bilinear>, Shape{3, 4, 1}>({}, grey))
    CHECK(value == Approx(0.75));
  for (const float value : outputs_of<Resize2d<2, 9, Bilinear, AlignCorners>, Shape{3, 4, 1}>({}, grey))
    CHECK(value == Approx(0.75));
}

TEST_CASE("what resampling does not take is a problem", "[resample]") {
  constexpr Shape in{3, 4, 5};
  STATIC_REQUIRE(problem<Upsample2d<2>>({3, 4}) == Problem::rank({3, 4}, 3));
  STATIC_REQUIRE(problem<Resize2d<2, 2>>({3, 3, 4, 5}) == Problem::rank({3, 3, 4, 5}, 3));
  STATIC_REQUIRE(problem<Upsample2d<2, AlignCorners>>(in).rule == Rule::corners_need_bilinear);
  STATIC_REQUIRE(problem<Resize2d<2, 2, Nearest, AlignCorners>>(in).rule == Rule::corners_need_bilinear);
  STATIC_REQUIRE(problem<Upsample2d<0>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<Upsample2d<2, Width<0>>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<Resize2d<2, 0>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<Resize2d<2, 2, Width<2>>>(in).rule == Rule::option_unknown);
  STATIC_REQUIRE(problem<Upsample2d<2, Nearest, Bilinear>>(in).rule == Rule::option_given_twice);
}

TEST_CASE("resampling obeys the laws", "[resample]") {
  laws::check<Upsample2d<2>, Shape{3, 2, 5}>();
  laws::check<Upsample2d<2, Width<3>, Bilinear>, Shape{3, 2, 3}>();
  laws::check<Resize2d<2, 5, Bilinear, AlignCorners>, Shape{3, 4, 2}>();
  laws::check<Resize2d<4, 3>, Shape{5, 2, 17}>();
}
