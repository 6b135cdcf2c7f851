// SPDX-License-Identifier: MIT
#include <etch/zoo/densenet.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("DenseNet-121 has torchvision's size", "[zoo]") {
  using zoo::DenseNet121;
  STATIC_REQUIRE(DenseNet121::input_shape == Shape{224, 224, 3});
  STATIC_REQUIRE(DenseNet121::output_shape == Shape{1000});
  STATIC_REQUIRE(DenseNet121::parameter_count == 7'978'856);
  STATIC_REQUIRE(DenseNet121::statistic_count == 83'648);
  STATIC_REQUIRE(DenseNet121::multiply_adds == 2'834'161'664);  // torchvision: 2.834 G
}

TEST_CASE("DenseNet-121 grows by 32 channels a layer and keeps half of them", "[zoo]") {
  using zoo::DenseNet121;
  STATIC_REQUIRE(DenseNet121::Layer<3>::output_shape == Shape{56, 56, 64});
  STATIC_REQUIRE(DenseNet121::Layer<10>::output_shape == Shape{56, 56, 96});
  STATIC_REQUIRE(DenseNet121::Layer<45>::output_shape == Shape{56, 56, 256});
  STATIC_REQUIRE(DenseNet121::Layer<49>::output_shape == Shape{28, 28, 128});
  STATIC_REQUIRE(DenseNet121::Layer<133>::output_shape == Shape{28, 28, 512});
  STATIC_REQUIRE(DenseNet121::Layer<137>::output_shape == Shape{14, 14, 256});
  STATIC_REQUIRE(DenseNet121::Layer<305>::output_shape == Shape{14, 14, 1024});
  STATIC_REQUIRE(DenseNet121::Layer<309>::output_shape == Shape{7, 7, 512});
  STATIC_REQUIRE(DenseNet121::Layer<421>::output_shape == Shape{7, 7, 1024});
}
