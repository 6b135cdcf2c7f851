// SPDX-License-Identifier: MIT
#include <etch/zoo/lenet.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("LeNet-5 has the published size", "[zoo]") {
  using zoo::LeNet5;
  STATIC_REQUIRE(LeNet5::input_shape == Shape{28, 28, 1});
  STATIC_REQUIRE(LeNet5::output_shape == Shape{10});
  STATIC_REQUIRE(LeNet5::parameter_count == 61'706);
  STATIC_REQUIRE(LeNet5::multiply_adds == 416'520);
  STATIC_REQUIRE(LeNet5::Layer<0>::output_shape == Shape{28, 28, 6});
  STATIC_REQUIRE(LeNet5::Layer<3>::output_shape == Shape{10, 10, 16});
  STATIC_REQUIRE(LeNet5::Layer<6>::output_shape == Shape{400});
}
