// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs;

TEST_CASE("Flatten makes a vector of any shape", "[reshape]") {
  STATIC_REQUIRE(Flatten::infer({5, 5, 16}) == Shape{400});
  STATIC_REQUIRE(Flatten::infer({10}) == Shape{10});
  STATIC_REQUIRE(Flatten::infer({2, 3, 4, 5, 6}) == Shape{720});
  STATIC_REQUIRE(Flatten::parameter_count({5, 5, 16}) == 0);
  STATIC_REQUIRE(Flatten::multiply_adds({5, 5, 16}) == 0);
}

TEST_CASE("Flatten keeps the order of rows, columns, channels", "[reshape]") {
  struct Net : Network<Input<2, 2, 3>, Flatten> {};
  constexpr std::array<float, 12> image{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  STATIC_REQUIRE(outputs<Net>({}, image) == image);
  CHECK(outputs<Net>({}, image) == image);
}

TEST_CASE("Flatten costs no memory between layers", "[reshape]") {
  struct Plain : Network<Input<12>, Dense<16>, Relu, Dense<3>> {};
  struct Flat : Network<Input<12>, Dense<16>, Relu, Flatten, Flatten, Dense<3>> {};
  STATIC_REQUIRE(Flat::inference_bytes == Plain::inference_bytes);
  STATIC_REQUIRE(Flat::training_bytes<4> == Plain::training_bytes<4>);
}

TEST_CASE("Flatten obeys the laws", "[reshape]") {
  laws::check<Flatten, Shape{3, 5, 2}>();
  laws::check<Flatten, Shape{17}>();
}
