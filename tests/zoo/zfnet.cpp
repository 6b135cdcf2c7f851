// SPDX-License-Identifier: MIT
#include <etch/zoo/zfnet.hpp>
#include <support/catch.hpp>

using namespace etch;

TEST_CASE("ZFNet has the sizes of the paper's figure 3", "[zoo]") {
  using zoo::ZFNet;
  STATIC_REQUIRE(ZFNet::input_shape == Shape{224, 224, 3});
  STATIC_REQUIRE(ZFNet::Layer<0>::output_shape == Shape{110, 110, 96});
  STATIC_REQUIRE(ZFNet::Layer<2>::output_shape == Shape{55, 55, 96});
  STATIC_REQUIRE(ZFNet::Layer<4>::output_shape == Shape{26, 26, 256});
  STATIC_REQUIRE(ZFNet::Layer<6>::output_shape == Shape{13, 13, 256});
  STATIC_REQUIRE(ZFNet::Layer<8>::output_shape == Shape{13, 13, 384});
  STATIC_REQUIRE(ZFNet::Layer<10>::output_shape == Shape{13, 13, 384});
  STATIC_REQUIRE(ZFNet::Layer<12>::output_shape == Shape{13, 13, 256});
  STATIC_REQUIRE(ZFNet::Layer<14>::output_shape == Shape{6, 6, 256});
  STATIC_REQUIRE(ZFNet::output_shape == Shape{1000});
}

TEST_CASE("ZFNet has 62,357,608 parameters, counted by hand", "[zoo]") {
  using zoo::ZFNet;
  STATIC_REQUIRE(ZFNet::Layer<0>::parameter_count == 14'208);       // 96 (7 7 3 + 1)
  STATIC_REQUIRE(ZFNet::Layer<4>::parameter_count == 614'656);      // 256 (5 5 96 + 1)
  STATIC_REQUIRE(ZFNet::Layer<8>::parameter_count == 885'120);      // 384 (3 3 256 + 1)
  STATIC_REQUIRE(ZFNet::Layer<10>::parameter_count == 1'327'488);   // 384 (3 3 384 + 1)
  STATIC_REQUIRE(ZFNet::Layer<12>::parameter_count == 884'992);     // 256 (3 3 384 + 1)
  STATIC_REQUIRE(ZFNet::Layer<16>::parameter_count == 37'752'832);  // 4096 (6 6 256 + 1)
  STATIC_REQUIRE(ZFNet::Layer<19>::parameter_count == 16'781'312);  // 4096 (4096 + 1)
  STATIC_REQUIRE(ZFNet::Layer<22>::parameter_count == 4'097'000);   // 1000 (4096 + 1)
  STATIC_REQUIRE(ZFNet::parameter_count == 62'357'608);
  STATIC_REQUIRE(ZFNet::multiply_adds == 1'168'032'896);
}
