// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

#include <limits>

using namespace etch;

namespace {

constexpr auto whole = ProductGeometry::Second::whole;
constexpr auto by_channel = ProductGeometry::Second::channels;
constexpr auto by_pixel = ProductGeometry::Second::pixels;

}  // namespace

TEST_CASE("products obey the laws", "[product]") {
  laws::check_operation<ProductGeometry{7, 5, whole}>();
  laws::check_operation<ProductGeometry{7, 5, by_channel}>();
  laws::check_operation<ProductGeometry{7, 5, by_pixel}>();
  laws::check_operation<ProductGeometry{1, 17, by_channel}>();
  laws::check_operation<ProductGeometry{9, 1, by_pixel}>();
}

TEST_CASE("products by hand", "[product]") {
  // Two pixels of three channels.
  const float x[]{1, 2, 3, 4, 5, 6};
  const float channels[]{10, 20, 30};
  const float pixels[]{10, 20};
  float y[6]{};
  Operands<float> o;
  o.input = x;
  o.result = y;
  o.other = channels;
  Kernels<ProductGeometry{2, 3, by_channel}>::forward(o);
  CHECK(y[2] == 90);
  CHECK(y[3] == 40);
  o.other = pixels;
  Kernels<ProductGeometry{2, 3, by_pixel}>::forward(o);
  CHECK(y[2] == 30);
  CHECK(y[3] == 80);
}

TEST_CASE("scales and shifts of channels obey the laws", "[scale]") {
  laws::check_operation<ScaleGeometry{7, 5}>();
  laws::check_operation<ScaleGeometry{3, 17, false}>();
  laws::check_operation<ScaleGeometry{1, 33}>();
}

TEST_CASE("rectifiers with learned slopes obey the laws", "[prelu]") {
  laws::check_operation<PreluGeometry{7, 5}>();
  laws::check_operation<PreluGeometry{3, 17, true}>();
}

TEST_CASE("permutations of axes obey the laws", "[reshape]") {
  laws::check_operation<PermuteGeometry{2, {5, 7}, {1, 0}}>();
  laws::check_operation<PermuteGeometry{3, {3, 2, 17}, {2, 0, 1}}>();
  laws::check_operation<PermuteGeometry{5, {2, 3, 2, 1, 5}, {0, 2, 1, 3, 4}}>();
  laws::check_operation<PermuteGeometry{1, {9}, {0}}>();
}

TEST_CASE("borders obey the laws", "[border]") {
  laws::check_operation<BorderGeometry{{}, {3, 1, 2}, {4, 0, 3}, {5, 0, 0}}>();
  laws::check_operation<BorderGeometry{{}, {3, 1, 2}, {4, 0, 3}, {2, 1, 0}, BorderMode::fill, {3, 2}}>();
  laws::check_operation<BorderGeometry{{}, {3, 2, 1}, {4, 3, 0}, {3, 0, 0}, BorderMode::reflect}>();
  laws::check_operation<BorderGeometry{{}, {2, 3, 0}, {1, 1, 2}, {17, 0, 0}, BorderMode::edge}>();
  laws::check_operation<BorderGeometry{{}, {5, -1, -2}, {4, 0, -3}, {6, -2, -1}}>();
}

TEST_CASE("resampling obeys the laws", "[resample]") {
  // {in, out} of height and width, channels, bilinear, aligned corners.
  laws::check_operation<ResampleGeometry{{3, 6}, {2, 6}, 5}>();
  laws::check_operation<ResampleGeometry{{5, 2}, {3, 4}, 3}>();
  laws::check_operation<ResampleGeometry{{3, 6}, {2, 5}, 17, true}>();
  laws::check_operation<ResampleGeometry{{3, 4}, {4, 3}, 2, true, true}>();
  laws::check_operation<ResampleGeometry{{3, 1}, {1, 4}, 1, true, true}>();
}

TEST_CASE("products, scales and slopes of more channels than lanes obey the laws", "[product]") {
  laws::check_kernels<ProductGeometry{3, 70, by_channel}>(2, 1, true, true);
  laws::check_kernels<ProductGeometry{3, 70, by_pixel}>(2, 2, true, true);
  laws::check_kernels<ScaleGeometry{1100, 3}>(2, 3, false, false);
  laws::check_kernels<PreluGeometry{9, 67}>(2, 4, true, true);
  laws::check_kernels<PreluGeometry{9, 67, true}>(2, 5, true, true);
}

TEST_CASE("large permutations and those that keep runs obey the laws", "[reshape]") {
  laws::check_kernels<PermuteGeometry{2, {37, 41}, {1, 0}}>(2, 1, true, true);
  laws::check_kernels<PermuteGeometry{3, {2, 35, 19}, {0, 2, 1}}>(2, 2, true, true);
  laws::check_kernels<PermuteGeometry{4, {3, 2, 4, 21}, {0, 2, 1, 3}}>(2, 3, true, true);
  laws::check_kernels<PermuteGeometry{4, {5, 3, 2, 4}, {0, 1, 3, 2}}>(2, 4, true, true);
  laws::check_kernels<PermuteGeometry{3, {1, 1, 1}, {2, 0, 1}}>(1, 5, true, true);
}

TEST_CASE("borders of volumes and of many channels obey the laws", "[border]") {
  laws::check_kernels<BorderGeometry{{2, 1, 1}, {3, 1, 0}, {4, 2, 3}, {19, 0, 0}}>(2, 1, true, true);
  laws::check_kernels<BorderGeometry{{3, 2, 1}, {3, 1, 2}, {4, 1, 1}, {17, 0, 0}, BorderMode::reflect}>(
      2, 2, true, true);
  laws::check_kernels<BorderGeometry{{}, {3, 0, 0}, {4, 0, 0}, {20, 3, 17}, BorderMode::fill, {1, 2}}>(
      2, 3, true, true);
  laws::check_kernels<BorderGeometry{{4, -1, 2}, {3, 1, -1}, {6, -2, 1}, {5, -1, 2}}>(2, 4, true, true);
  laws::check_kernels<BorderGeometry{{}, {3, 1, 1}, {4, 0, 1}, {3, 1, 0}, BorderMode::edge}>(2, 5, true,
                                                                                             true);
}

TEST_CASE("resampling of many channels obeys the laws", "[resample]") {
  laws::check_kernels<ResampleGeometry{{4, 8}, {3, 7}, 70, true}>(2, 1, false, false);
  laws::check_kernels<ResampleGeometry{{4, 8}, {3, 9}, 33}>(2, 2, true, true);
}

TEST_CASE("a pixel that lies on an old one is that one, whatever is beside it", "[resample]") {
  constexpr ResampleGeometry g{{1, 1}, {2, 3}, 1, true, true};
  const float x[]{1, std::numeric_limits<float>::infinity()};
  float y[3]{};
  Operands<float> o;
  o.input = x;
  o.result = y;
  Kernels<g>::forward(o);
  CHECK(y[0] == 1);
}
