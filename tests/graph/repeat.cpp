// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>

#include <type_traits>

using namespace etch;

TEST_CASE("repeated parts stand one after another", "[repeat]") {
  using Once = Sequential<Dense<3>, Relu>;
  STATIC_REQUIRE(std::is_same_v<Repeat<3, Dense<3>, Relu>, Sequential<Once, Once, Once>>);
}

TEST_CASE("nothing repeated, or repeated no times, is the identity", "[repeat]") {
  STATIC_REQUIRE(std::is_same_v<Repeat<0, Dense<3>>, Identity>);
  struct Net : Network<Input<5>, Repeat<0, Dense<3>>, Repeat<2>, Dense<2>> {};
  STATIC_REQUIRE(Net::layer_count == 1);
}

TEST_CASE("each repetition has parameters of its own", "[repeat]") {
  struct Net : Network<Input<5>, Repeat<4, Dense<5>, Relu>> {};
  STATIC_REQUIRE(Net::layer_count == 8);
  STATIC_REQUIRE(Net::parameter_count == 4 * (5 * 5 + 5));
}
