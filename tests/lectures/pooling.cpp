// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/one_layer.hpp>

#include <array>

using namespace etch;
using support::outputs_of;

namespace {

constexpr std::array<float, 16> for_maximum{29, 15, 28, 184, 0, 100, 70, 38, 12, 12, 7, 2, 12, 12, 45, 6};
constexpr std::array<float, 16> for_mean{31, 15, 28, 184, 0, 100, 70, 38, 12, 12, 7, 2, 12, 12, 45, 6};
constexpr std::array<float, 36> image6{2, 7, 5, 5, 3, 3, 6, 3, 0, 3, 4, 0, 6, 3, 9, 0, 2, 3,
                                       0, 1, 6, 2, 6, 6, 6, 3, 0, 5, 1, 0, 7, 3, 6, 4, 0, 5};

}  // namespace

TEST_CASE("the largest value of each 2x2 window", "[lectures]") {
  constexpr std::array<float, 4> expected{100, 184, 12, 45};
  STATIC_REQUIRE(outputs_of<MaxPool2d<2>, Shape{4, 4, 1}>({}, for_maximum) == expected);
  CHECK(outputs_of<MaxPool2d<2>, Shape{4, 4, 1}>({}, for_maximum) == expected);
}

TEST_CASE("the mean of each 2x2 window", "[lectures]") {
  constexpr std::array<float, 4> expected{36.5f, 80, 12, 15};  // 146 / 4, 320 / 4, 48 / 4, 60 / 4
  STATIC_REQUIRE(outputs_of<AvgPool2d<2>, Shape{4, 4, 1}>({}, for_mean) == expected);
  CHECK(outputs_of<AvgPool2d<2>, Shape{4, 4, 1}>({}, for_mean) == expected);
}

TEST_CASE("with stride 1 the windows overlap: 6x6 gives 5x5", "[lectures]") {
  using Overlapping = MaxPool2d<2, Stride<1>>;
  // Row by row, from the larger of each pair of neighbours in both rows.
  constexpr std::array<float, 25> expected{7, 7, 5, 5, 4, 6, 9, 9, 4, 4, 6, 9, 9,
                                           6, 6, 6, 6, 6, 6, 6, 7, 6, 6, 5, 5};
  STATIC_REQUIRE(Overlapping::infer({6, 6, 1}) == Shape{5, 5, 1});
  STATIC_REQUIRE(outputs_of<Overlapping, Shape{6, 6, 1}>({}, image6) == expected);
  CHECK(outputs_of<Overlapping, Shape{6, 6, 1}>({}, image6) == expected);
}
