// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet_cifar.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("ResNet-20 with projections has 272,474 parameters", "[zoo]") {
  using zoo::ResNet20;
  STATIC_REQUIRE(ResNet20::input_shape == Shape{32, 32, 3});
  STATIC_REQUIRE(ResNet20::Layer<23>::output_shape == Shape{32, 32, 16});
  STATIC_REQUIRE(ResNet20::Layer<46>::output_shape == Shape{16, 16, 32});
  STATIC_REQUIRE(ResNet20::Layer<69>::output_shape == Shape{8, 8, 64});
  STATIC_REQUIRE(ResNet20::output_shape == Shape{10});
  STATIC_REQUIRE(ResNet20::parameter_count == 272'474);
  STATIC_REQUIRE(ResNet20::statistic_count == 1'568);
  STATIC_REQUIRE(ResNet20::multiply_adds == 40'813'184);
}

TEST_CASE("ResNet-20 with option A has two projections less", "[zoo]") {
  using zoo::ResNet20A;
  STATIC_REQUIRE(ResNet20A::parameter_count == 269'722);
  STATIC_REQUIRE(zoo::ResNet20::parameter_count - ResNet20A::parameter_count ==
                 16 * 32 + 2 * 32 + 32 * 64 + 2 * 64);
  STATIC_REQUIRE(ResNet20A::statistic_count == 1'376);
  STATIC_REQUIRE(ResNet20A::multiply_adds == 40'551'040);
  STATIC_REQUIRE(ResNet20A::Layer<29>::output_shape == Shape{16, 16, 16});  // every second pixel
  STATIC_REQUIRE(ResNet20A::Layer<30>::output_shape == Shape{16, 16, 32});  // and 16 channels of zeros
  STATIC_REQUIRE(ResNet20A::output_shape == Shape{10});
}
