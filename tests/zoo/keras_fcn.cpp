// SPDX-License-Identifier: MIT
#include <etch/zoo/keras_fcn.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("the fully convolutional MNIST network has 93,962 parameters", "[zoo]") {
  using zoo::KerasFcn;
  STATIC_REQUIRE(KerasFcn::input_shape == Shape{28, 28, 1});
  STATIC_REQUIRE(KerasFcn::output_shape == Shape{10});
  STATIC_REQUIRE(KerasFcn::parameter_count == 93'962);  // 320 + 18,496 + 73,856 + 1,290
  STATIC_REQUIRE(KerasFcn::multiply_adds == 3'100'032);
  STATIC_REQUIRE(KerasFcn::Layer<8>::output_shape == Shape{3, 3, 10});
}
