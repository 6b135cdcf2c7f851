// SPDX-License-Identifier: MIT
#include <etch/zoo/vgg.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("VGG has the published sizes", "[zoo]") {
  STATIC_REQUIRE(zoo::Vgg11::parameter_count == 132'863'336);
  STATIC_REQUIRE(zoo::Vgg16::parameter_count == 138'357'544);
  STATIC_REQUIRE(zoo::Vgg19::parameter_count == 143'667'240);
}

TEST_CASE("VGG has the published work", "[zoo]") {
  STATIC_REQUIRE(zoo::Vgg11::multiply_adds == 7'609'090'048);   // torchvision: 7.609 G
  STATIC_REQUIRE(zoo::Vgg16::multiply_adds == 15'470'264'320);  // 15.470 G
  STATIC_REQUIRE(zoo::Vgg19::multiply_adds == 19'632'062'464);  // 19.632 G
}

TEST_CASE("VGG halves its image five times", "[zoo]") {
  using zoo::Vgg16;
  STATIC_REQUIRE(Vgg16::input_shape == Shape{224, 224, 3});
  STATIC_REQUIRE(Vgg16::Layer<4>::output_shape == Shape{112, 112, 64});
  STATIC_REQUIRE(Vgg16::Layer<9>::output_shape == Shape{56, 56, 128});
  STATIC_REQUIRE(Vgg16::Layer<16>::output_shape == Shape{28, 28, 256});
  STATIC_REQUIRE(Vgg16::Layer<23>::output_shape == Shape{14, 14, 512});
  STATIC_REQUIRE(Vgg16::Layer<30>::output_shape == Shape{7, 7, 512});
  STATIC_REQUIRE(Vgg16::Layer<32>::parameter_count == 102'764'544);  // 4096 (7 7 512 + 1)
  STATIC_REQUIRE(Vgg16::output_shape == Shape{1000});
  STATIC_REQUIRE(zoo::Vgg11::output_shape == Shape{1000});
  STATIC_REQUIRE(zoo::Vgg19::output_shape == Shape{1000});
}
