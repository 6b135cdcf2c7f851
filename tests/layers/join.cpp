// SPDX-License-Identifier: MIT
#include <etch/layers/input.hpp>
#include <etch/layers/join.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("a sum wants two values of one shape", "[join]") {
  STATIC_REQUIRE(Join<layers::Sum>);
  STATIC_REQUIRE(layers::Sum::infer({8, 6, 4}, {8, 6, 4}) == Shape{8, 6, 4});
  STATIC_REQUIRE(layers::Sum::geometry({8, 6, 4}, {8, 6, 4}) == SumGeometry{192});
  constexpr Problem unequal = layers::Sum::infer({8, 6, 4}, {8, 6, 5}).problem();
  STATIC_REQUIRE(unequal.rule == Rule::branches_differ_in_shape);
  STATIC_REQUIRE(unequal.shape == Shape{8, 6, 4});
  STATIC_REQUIRE(unequal.other == Shape{8, 6, 5});
  STATIC_REQUIRE(!layers::Sum::infer({24}, {4, 6}).has_value());
}

TEST_CASE("a concatenation adds up channels, and wants the rest equal", "[join]") {
  STATIC_REQUIRE(layers::ConcatPart::infer({8, 6, 4}, {8, 6, 3}) == Shape{8, 6, 7});
  STATIC_REQUIRE(layers::ConcatPart::infer({4}, {3}) == Shape{7});
  STATIC_REQUIRE(layers::ConcatPart::geometry({8, 6, 3}, {8, 6, 7}, 4) == ConcatGeometry{48, 3, 7, 4});
  constexpr Problem unequal = layers::ConcatPart::infer({8, 6, 4}, {8, 5, 4}).problem();
  STATIC_REQUIRE(unequal.rule == Rule::branches_differ_but_for_channels);
  STATIC_REQUIRE(unequal.other == Shape{8, 5, 4});
  STATIC_REQUIRE(!layers::ConcatPart::infer({8, 6, 4}, {48}).has_value());
}

TEST_CASE("an input is a shape, and as a layer it is out of place", "[input]") {
  STATIC_REQUIRE(Input<28, 28, 1>::shape == Shape{28, 28, 1});
  STATIC_REQUIRE(Input<10>::shape == Shape{10});
  STATIC_REQUIRE(Input<10>::infer({10}).problem().rule == Rule::input_comes_first);
  STATIC_REQUIRE(Input<10>::infer({10}).problem().shape == Shape{10});
}
