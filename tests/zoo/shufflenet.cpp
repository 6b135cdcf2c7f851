// SPDX-License-Identifier: MIT
#include <etch/zoo/shufflenet.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("ShuffleNetV2 1.0 has torchvision's size", "[zoo]") {
  using zoo::ShuffleNetV2;
  STATIC_REQUIRE(ShuffleNetV2::input_shape == Shape{224, 224, 3});
  STATIC_REQUIRE(ShuffleNetV2::output_shape == Shape{1000});
  STATIC_REQUIRE(ShuffleNetV2::parameter_count == 2'278'604);
  STATIC_REQUIRE(ShuffleNetV2::statistic_count == 16'180);
  STATIC_REQUIRE(ShuffleNetV2::multiply_adds == 144'907'992);  // torchvision: 0.145 G
}

TEST_CASE("ShuffleNetV2's stages have the sizes of the paper's table 5", "[zoo]") {
  using zoo::ShuffleNetV2;
  STATIC_REQUIRE(ShuffleNetV2::Layer<3>::output_shape == Shape{56, 56, 24});
  STATIC_REQUIRE(ShuffleNetV2::Layer<54>::output_shape == Shape{28, 28, 116});
  STATIC_REQUIRE(ShuffleNetV2::Layer<153>::output_shape == Shape{14, 14, 232});
  STATIC_REQUIRE(ShuffleNetV2::Layer<204>::output_shape == Shape{7, 7, 464});
  STATIC_REQUIRE(ShuffleNetV2::Layer<207>::output_shape == Shape{7, 7, 1024});
}
