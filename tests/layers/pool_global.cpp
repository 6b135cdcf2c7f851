// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs_of;

TEST_CASE("adaptive pooling divides as PyTorch does", "[pool]") {
  // Window i goes from floor(i in / out) to ceil((i + 1) in / out) - 1.
  constexpr std::array<float, 5> five{1, 2, 3, 4, 5};
  using Three = AdaptiveAvgPool2d<1, 3>;
  constexpr std::array<float, 3> overlapping{1.5f, 3, 4.5f};
  STATIC_REQUIRE(Three::infer({1, 5, 1}) == Shape{1, 3, 1});
  STATIC_REQUIRE(outputs_of<Three, Shape{1, 5, 1}>({}, five) == overlapping);
  CHECK(outputs_of<Three, Shape{1, 5, 1}>({}, five) == overlapping);
  constexpr std::array<float, 3> largest{2, 4, 5};
  STATIC_REQUIRE(outputs_of<AdaptiveMaxPool2d<1, 3>, Shape{1, 5, 1}>({}, five) == largest);
  CHECK(outputs_of<AdaptiveMaxPool2d<1, 3>, Shape{1, 5, 1}>({}, five) == largest);

  // Larger than the input: numbers repeat, or mix with their neighbours.
  constexpr std::array<float, 3> repeated{1, 1.5f, 2};
  STATIC_REQUIRE(outputs_of<AdaptiveAvgPool2d<3, 1>, Shape{2, 1, 1}>({}, {1, 2}) == repeated);
  CHECK(outputs_of<AdaptiveAvgPool2d<3, 1>, Shape{2, 1, 1}>({}, {1, 2}) == repeated);
}

TEST_CASE("adaptive pooling is ordinary pooling where the sizes divide", "[pool]") {
  constexpr Shape in{6, 4, 3};
  const auto x = laws::random_numbers<in.size()>(1);
  laws::check_close(outputs_of<AdaptiveAvgPool2d<3, 2>, in>({}, x), outputs_of<AvgPool2d<2>, in>({}, x),
                    1e-6);
  laws::check_close(outputs_of<AdaptiveMaxPool2d<2>, in>({}, x),
                    outputs_of<MaxPool2d<3, Width<2>>, in>({}, x), 0);
  laws::check_close(outputs_of<AdaptiveAvgPool2d<1>, in>({}, x), outputs_of<GlobalAvgPool, in>({}, x), 1e-6);
}

TEST_CASE("global pooling leaves the channels, whatever the rank", "[pool]") {
  STATIC_REQUIRE(GlobalAvgPool::infer({7, 3}) == Shape{3});
  STATIC_REQUIRE(GlobalMaxPool::infer({7, 5, 3}) == Shape{3});
  STATIC_REQUIRE(GlobalMaxPool::infer({7, 5, 4, 3}) == Shape{3});
  STATIC_REQUIRE(GlobalMaxPool::parameter_count({7, 5, 3}) == 0);
  STATIC_REQUIRE(GlobalMaxPool::infer({7}).problem().rule == Rule::no_positions);
  constexpr std::array<float, 8> x{1, -8, 3, -6, 2, -7, 6, -1};
  constexpr std::array<float, 2> largest{6, -1};
  constexpr std::array<float, 2> mean{3, -5.5f};
  STATIC_REQUIRE(outputs_of<GlobalMaxPool, Shape{4, 2}>({}, x) == largest);
  STATIC_REQUIRE(outputs_of<GlobalMaxPool, Shape{2, 2, 2}>({}, x) == largest);
  STATIC_REQUIRE(outputs_of<GlobalMaxPool, Shape{2, 1, 2, 2}>({}, x) == largest);
  CHECK(outputs_of<GlobalMaxPool, Shape{2, 2, 2}>({}, x) == largest);
  STATIC_REQUIRE(outputs_of<GlobalAvgPool, Shape{4, 2}>({}, x) == mean);
  STATIC_REQUIRE(outputs_of<GlobalAvgPool, Shape{2, 1, 2, 2}>({}, x) == mean);
  CHECK(outputs_of<GlobalAvgPool, Shape{4, 2}>({}, x) == mean);
}

TEST_CASE("adaptive pooling wants an image, and gives one", "[pool]") {
  STATIC_REQUIRE(AdaptiveAvgPool2d<2>::infer({9, 4}).problem() == Problem::rank({9, 4}, 3));
  STATIC_REQUIRE(AdaptiveAvgPool2d<2, 0>::infer({9, 9, 4}).problem().rule == Rule::extent_is_zero);
}

TEST_CASE("adaptive and global pooling obey the laws", "[pool]") {
  laws::check<AdaptiveAvgPool2d<3, 2>, Shape{5, 7, 3}>();
  laws::check<AdaptiveMaxPool2d<2>, Shape{3, 5, 17}>();
  laws::check<GlobalMaxPool, Shape{3, 5, 6}>();
  laws::check<GlobalAvgPool, Shape{2, 3, 2, 5}>();
}
