// SPDX-License-Identifier: MIT
#include <etch/zoo/alexnet.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("AlexNet in one column has torchvision's size", "[zoo]") {
  using zoo::AlexNet;
  STATIC_REQUIRE(AlexNet::input_shape == Shape{224, 224, 3});
  STATIC_REQUIRE(AlexNet::output_shape == Shape{1000});
  STATIC_REQUIRE(AlexNet::parameter_count == 61'100'840);
  STATIC_REQUIRE(AlexNet::multiply_adds == 714'188'480);  // torchvision: 0.714 G
  STATIC_REQUIRE(AlexNet::Layer<12>::output_shape == Shape{6, 6, 256});
}

TEST_CASE("AlexNet of 2012 has the paper's numbers of neurons", "[zoo]") {
  using zoo::AlexNet2012;
  STATIC_REQUIRE(AlexNet2012::Layer<0>::output_shape == Shape{55, 55, 96});
  STATIC_REQUIRE(AlexNet2012::Layer<4>::output_shape == Shape{27, 27, 256});
  STATIC_REQUIRE(AlexNet2012::Layer<4>::output_shape.size() == 186'624);
  STATIC_REQUIRE(AlexNet2012::Layer<8>::output_shape.size() == 64'896);  // 13 13 384
  STATIC_REQUIRE(AlexNet2012::Layer<10>::output_shape.size() == 64'896);
  STATIC_REQUIRE(AlexNet2012::Layer<12>::output_shape.size() == 43'264);  // 13 13 256
  STATIC_REQUIRE(AlexNet2012::Layer<15>::output_shape == Shape{9216});
  STATIC_REQUIRE(AlexNet2012::Layer<16>::output_shape == Shape{4096});
  STATIC_REQUIRE(AlexNet2012::Layer<19>::output_shape == Shape{4096});
  STATIC_REQUIRE(AlexNet2012::Layer<22>::output_shape == Shape{1000});
  STATIC_REQUIRE(AlexNet2012::output_shape == Shape{1000});
}

TEST_CASE("AlexNet of 2012: a filter of a group sees half of the channels", "[zoo]") {
  using zoo::AlexNet2012;
  STATIC_REQUIRE(AlexNet2012::input_shape == Shape{227, 227, 3});
  STATIC_REQUIRE(AlexNet2012::Layer<0>::parameter_count == 34'944);       // 96 (11 11 3 + 1)
  STATIC_REQUIRE(AlexNet2012::Layer<4>::parameter_count == 307'456);      // 256 (5 5 48 + 1)
  STATIC_REQUIRE(AlexNet2012::Layer<8>::parameter_count == 885'120);      // 384 (3 3 256 + 1), both halves
  STATIC_REQUIRE(AlexNet2012::Layer<10>::parameter_count == 663'936);     // 384 (3 3 192 + 1)
  STATIC_REQUIRE(AlexNet2012::Layer<12>::parameter_count == 442'624);     // 256 (3 3 192 + 1)
  STATIC_REQUIRE(AlexNet2012::Layer<16>::parameter_count == 37'752'832);  // 4096 (9216 + 1)
  STATIC_REQUIRE(AlexNet2012::Layer<19>::parameter_count == 16'781'312);  // 4096 (4096 + 1)
  STATIC_REQUIRE(AlexNet2012::Layer<22>::parameter_count == 4'097'000);   // 1000 (4096 + 1)
  STATIC_REQUIRE(AlexNet2012::parameter_count == 60'965'224);
  STATIC_REQUIRE(AlexNet2012::multiply_adds == 724'406'816);
}
