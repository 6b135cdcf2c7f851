// SPDX-License-Identifier: MIT
#include <etch/zoo/unet.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("U-Net has 31,030,658 parameters, padded or not", "[zoo]") {
  STATIC_REQUIRE(zoo::UNet::parameter_count == 31'030'658);
  STATIC_REQUIRE(zoo::UNetPadded::parameter_count == 31'030'658);
}

TEST_CASE("U-Net has the sizes of the paper's figure 1", "[zoo]") {
  using zoo::UNet;
  STATIC_REQUIRE(UNet::input_shape == Shape{572, 572, 1});
  STATIC_REQUIRE(UNet::Layer<0>::output_shape == Shape{570, 570, 64});
  STATIC_REQUIRE(UNet::Layer<2>::output_shape == Shape{568, 568, 64});
  STATIC_REQUIRE(UNet::Layer<8>::output_shape == Shape{280, 280, 128});
  STATIC_REQUIRE(UNet::Layer<14>::output_shape == Shape{136, 136, 256});
  STATIC_REQUIRE(UNet::Layer<20>::output_shape == Shape{64, 64, 512});
  STATIC_REQUIRE(UNet::Layer<26>::output_shape == Shape{28, 28, 1024});
  STATIC_REQUIRE(UNet::Layer<30>::output_shape == Shape{56, 56, 1024});
  STATIC_REQUIRE(UNet::Layer<36>::output_shape == Shape{104, 104, 512});
  STATIC_REQUIRE(UNet::Layer<42>::output_shape == Shape{200, 200, 256});
  STATIC_REQUIRE(UNet::Layer<48>::output_shape == Shape{392, 392, 128});
  STATIC_REQUIRE(UNet::output_shape == Shape{388, 388, 2});
}

TEST_CASE("a padded U-Net gives as many pixels as it reads", "[zoo]") {
  using zoo::UNetPadded;
  STATIC_REQUIRE(UNetPadded::input_shape == Shape{512, 512, 1});
  STATIC_REQUIRE(UNetPadded::output_shape == Shape{512, 512, 2});
}

TEST_CASE("U-Net's work, each input of an up-convolution counted once for each of its four taps", "[zoo]") {
  STATIC_REQUIRE(zoo::UNet::Layer<29>::multiply_adds == 28ull * 28 * 1024 * 2 * 2 * 512);
  STATIC_REQUIRE(zoo::UNet::multiply_adds == 150'428'424'448);
  STATIC_REQUIRE(zoo::UNetPadded::multiply_adds == 192'384'335'872);
}
