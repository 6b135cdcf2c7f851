// SPDX-License-Identifier: MIT
#include <etch/zoo/googlenet.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("GoogLeNet has torchvision's size", "[zoo]") {
  using zoo::GoogLeNet;
  STATIC_REQUIRE(GoogLeNet::input_shape == Shape{224, 224, 3});
  STATIC_REQUIRE(GoogLeNet::output_shape == Shape{1000});
  STATIC_REQUIRE(GoogLeNet::parameter_count == 6'624'904);
  STATIC_REQUIRE(GoogLeNet::statistic_count == 14'560);
  STATIC_REQUIRE(GoogLeNet::multiply_adds == 1'498'376'192);  // torchvision: 1.498 G
}

TEST_CASE("GoogLeNet's inceptions have the paper's sizes", "[zoo]") {
  using zoo::GoogLeNet;
  STATIC_REQUIRE(GoogLeNet::Layer<3>::output_shape == Shape{56, 56, 64});     // rounded up
  STATIC_REQUIRE(GoogLeNet::Layer<10>::output_shape == Shape{28, 28, 192});   // rounded up
  STATIC_REQUIRE(GoogLeNet::Layer<30>::output_shape == Shape{28, 28, 256});   // 3a
  STATIC_REQUIRE(GoogLeNet::Layer<50>::output_shape == Shape{28, 28, 480});   // 3b
  STATIC_REQUIRE(GoogLeNet::Layer<71>::output_shape == Shape{14, 14, 512});   // 4a
  STATIC_REQUIRE(GoogLeNet::Layer<91>::output_shape == Shape{14, 14, 512});   // 4b
  STATIC_REQUIRE(GoogLeNet::Layer<111>::output_shape == Shape{14, 14, 512});  // 4c
  STATIC_REQUIRE(GoogLeNet::Layer<131>::output_shape == Shape{14, 14, 528});  // 4d
  STATIC_REQUIRE(GoogLeNet::Layer<151>::output_shape == Shape{14, 14, 832});  // 4e
  STATIC_REQUIRE(GoogLeNet::Layer<172>::output_shape == Shape{7, 7, 832});    // 5a
  STATIC_REQUIRE(GoogLeNet::Layer<192>::output_shape == Shape{7, 7, 1024});   // 5b
}
