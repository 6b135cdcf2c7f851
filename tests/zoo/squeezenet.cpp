// SPDX-License-Identifier: MIT
#include <etch/zoo/squeezenet.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("SqueezeNet 1.1 has torchvision's size", "[zoo]") {
  using zoo::SqueezeNet;
  STATIC_REQUIRE(SqueezeNet::input_shape == Shape{224, 224, 3});
  STATIC_REQUIRE(SqueezeNet::output_shape == Shape{1000});
  STATIC_REQUIRE(SqueezeNet::parameter_count == 1'235'496);
  STATIC_REQUIRE(SqueezeNet::multiply_adds == 349'151'936);  // torchvision: 0.349 G
  STATIC_REQUIRE(SqueezeNet::Layer<2>::output_shape == Shape{55, 55, 64});
  STATIC_REQUIRE(SqueezeNet::Layer<9>::output_shape == Shape{55, 55, 128});
  STATIC_REQUIRE(SqueezeNet::Layer<17>::output_shape == Shape{27, 27, 128});
  STATIC_REQUIRE(SqueezeNet::Layer<32>::output_shape == Shape{13, 13, 256});
  STATIC_REQUIRE(SqueezeNet::Layer<60>::output_shape == Shape{13, 13, 512});
}
