// SPDX-License-Identifier: MIT
#include <etch/data/augment.hpp>
#include <support/catch.hpp>

using etch::Shape;
using etch::data::shifted;

TEST_CASE("a shifted image has zeros where nothing moved in", "[augment]") {
  // Two rows of three pixels of one channel.
  constexpr std::array<float, 6> image{1, 2, 3, 4, 5, 6};
  using Image = std::array<float, 6>;
  STATIC_REQUIRE(shifted<Shape{2, 3, 1}>(image, 0, 0) == image);
  STATIC_REQUIRE(shifted<Shape{2, 3, 1}>(image, 1, 0) == Image{0, 0, 0, 1, 2, 3});
  STATIC_REQUIRE(shifted<Shape{2, 3, 1}>(image, 0, -1) == Image{2, 3, 0, 5, 6, 0});
  STATIC_REQUIRE(shifted<Shape{2, 3, 1}>(image, -1, 2) == Image{0, 0, 4, 0, 0, 0});
  STATIC_REQUIRE(shifted<Shape{2, 3, 1}>(image, 5, 0) == Image{});
}

TEST_CASE("the channels of a pixel move together", "[augment]") {
  constexpr std::array<float, 4> image{1, 2, 3, 4};
  STATIC_REQUIRE(shifted<Shape{1, 2, 2}>(image, 0, 1) == std::array<float, 4>{0, 0, 1, 2});
}
