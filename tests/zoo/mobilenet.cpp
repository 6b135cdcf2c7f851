// SPDX-License-Identifier: MIT
#include <etch/zoo/mobilenet.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("MobileNet 1.0-224 has Keras's size", "[zoo]") {
  using zoo::MobileNetV1;
  STATIC_REQUIRE(MobileNetV1::input_shape == Shape{224, 224, 3});
  STATIC_REQUIRE(MobileNetV1::output_shape == Shape{1000});
  STATIC_REQUIRE(MobileNetV1::parameter_count == 4'231'976);
  STATIC_REQUIRE(MobileNetV1::statistic_count == 21'888);     // Keras: 4,253,864 in all
  STATIC_REQUIRE(MobileNetV1::multiply_adds == 568'740'352);  // the paper: 569 M
  STATIC_REQUIRE(MobileNetV1::Layer<8>::output_shape == Shape{112, 112, 64});
  STATIC_REQUIRE(MobileNetV1::Layer<80>::output_shape == Shape{7, 7, 1024});
}

TEST_CASE("MobileNetV2 has torchvision's size", "[zoo]") {
  using zoo::MobileNetV2;
  STATIC_REQUIRE(MobileNetV2::input_shape == Shape{224, 224, 3});
  STATIC_REQUIRE(MobileNetV2::output_shape == Shape{1000});
  STATIC_REQUIRE(MobileNetV2::parameter_count == 3'504'872);
  STATIC_REQUIRE(MobileNetV2::statistic_count == 34'112);
  STATIC_REQUIRE(MobileNetV2::multiply_adds == 300'774'272);  // the paper: 300 M
}

TEST_CASE("MobileNetV2's stages have the sizes of the paper's table 2", "[zoo]") {
  using zoo::MobileNetV2;
  STATIC_REQUIRE(MobileNetV2::Layer<2>::output_shape == Shape{112, 112, 32});
  STATIC_REQUIRE(MobileNetV2::Layer<7>::output_shape == Shape{112, 112, 16});
  STATIC_REQUIRE(MobileNetV2::Layer<24>::output_shape == Shape{56, 56, 24});
  STATIC_REQUIRE(MobileNetV2::Layer<50>::output_shape == Shape{28, 28, 32});
  STATIC_REQUIRE(MobileNetV2::Layer<85>::output_shape == Shape{14, 14, 64});
  STATIC_REQUIRE(MobileNetV2::Layer<111>::output_shape == Shape{14, 14, 96});
  STATIC_REQUIRE(MobileNetV2::Layer<137>::output_shape == Shape{7, 7, 160});
  STATIC_REQUIRE(MobileNetV2::Layer<145>::output_shape == Shape{7, 7, 320});
  STATIC_REQUIRE(MobileNetV2::Layer<148>::output_shape == Shape{7, 7, 1280});
}
