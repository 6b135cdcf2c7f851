// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("ResNets of basic blocks have torchvision's sizes", "[zoo]") {
  STATIC_REQUIRE(zoo::ResNet18::parameter_count == 11'689'512);
  STATIC_REQUIRE(zoo::ResNet18::statistic_count == 9'600);
  STATIC_REQUIRE(zoo::ResNet18::multiply_adds == 1'814'073'344);  // torchvision: 1.814 G
  STATIC_REQUIRE(zoo::ResNet34::parameter_count == 21'797'672);
  STATIC_REQUIRE(zoo::ResNet34::statistic_count == 17'024);
  STATIC_REQUIRE(zoo::ResNet34::multiply_adds == 3'663'761'408);  // 3.664 G
}

TEST_CASE("ResNet-18 halves its image and doubles its channels", "[zoo]") {
  using zoo::ResNet18;
  STATIC_REQUIRE(ResNet18::input_shape == Shape{224, 224, 3});
  STATIC_REQUIRE(ResNet18::Layer<3>::output_shape == Shape{56, 56, 64});
  STATIC_REQUIRE(ResNet18::Layer<17>::output_shape == Shape{56, 56, 64});
  STATIC_REQUIRE(ResNet18::Layer<33>::output_shape == Shape{28, 28, 128});
  STATIC_REQUIRE(ResNet18::Layer<49>::output_shape == Shape{14, 14, 256});
  STATIC_REQUIRE(ResNet18::Layer<65>::output_shape == Shape{7, 7, 512});
  STATIC_REQUIRE(ResNet18::output_shape == Shape{1000});
  STATIC_REQUIRE(zoo::ResNet34::output_shape == Shape{1000});
}

TEST_CASE("ResNets of bottlenecks have torchvision's sizes", "[zoo]") {
  STATIC_REQUIRE(zoo::ResNet50::parameter_count == 25'557'032);
  STATIC_REQUIRE(zoo::ResNet50::statistic_count == 53'120);
  STATIC_REQUIRE(zoo::ResNet50::multiply_adds == 4'089'184'256);  // torchvision: 4.089 G
  STATIC_REQUIRE(zoo::ResNet101::parameter_count == 44'549'160);
  STATIC_REQUIRE(zoo::ResNet101::statistic_count == 105'344);
  STATIC_REQUIRE(zoo::ResNet101::multiply_adds == 7'801'405'440);  // 7.801 G
  STATIC_REQUIRE(zoo::ResNet152::parameter_count == 60'192'808);
  STATIC_REQUIRE(zoo::ResNet152::statistic_count == 151'424);
  STATIC_REQUIRE(zoo::ResNet152::multiply_adds == 11'513'626'624);  // 11.514 G
}

TEST_CASE("ResNet-50's stages end in four times their filters", "[zoo]") {
  using zoo::ResNet50;
  STATIC_REQUIRE(ResNet50::Layer<35>::output_shape == Shape{56, 56, 256});
  STATIC_REQUIRE(ResNet50::Layer<77>::output_shape == Shape{28, 28, 512});
  STATIC_REQUIRE(ResNet50::Layer<139>::output_shape == Shape{14, 14, 1024});
  STATIC_REQUIRE(ResNet50::Layer<171>::output_shape == Shape{7, 7, 2048});
  STATIC_REQUIRE(ResNet50::output_shape == Shape{1000});
  STATIC_REQUIRE(zoo::ResNet101::output_shape == Shape{1000});
  STATIC_REQUIRE(zoo::ResNet152::output_shape == Shape{1000});
}
