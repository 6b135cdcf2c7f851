// SPDX-License-Identifier: MIT
#include <etch/zoo/mlperf_tiny.hpp>
#include <support/catch.hpp>

using namespace etch;

// Learned and in all: Keras's "trainable" and "total" of the published models.

TEST_CASE("MLPerf Tiny's ResNet-8 has the published size", "[zoo]") {
  using zoo::ResNet8;
  STATIC_REQUIRE(ResNet8::input_shape == Shape{32, 32, 3});
  STATIC_REQUIRE(ResNet8::output_shape == Shape{10});
  // Convolutions with biases 448 + 2 2,320; 4,640 + 9,248 + 544; 18,496 + 36,928 + 2,112. BatchNorm
  // 2 (3 16 + 2 32 + 2 64). Dense 650.
  STATIC_REQUIRE(ResNet8::parameter_count == 78'186);
  STATIC_REQUIRE(ResNet8::parameter_count + ResNet8::statistic_count == 78'666);
  STATIC_REQUIRE(ResNet8::multiply_adds == 12'501'632);
  STATIC_REQUIRE(ResNet8::Layer<9>::output_shape == Shape{32, 32, 16});
  STATIC_REQUIRE(ResNet8::Layer<17>::output_shape == Shape{16, 16, 32});
  STATIC_REQUIRE(ResNet8::Layer<25>::output_shape == Shape{8, 8, 64});
}

TEST_CASE("MLPerf Tiny's DS-CNN has the published size", "[zoo]") {
  using zoo::DsCnn;
  STATIC_REQUIRE(DsCnn::input_shape == Shape{49, 10, 1});
  STATIC_REQUIRE(DsCnn::output_shape == Shape{12});
  STATIC_REQUIRE(DsCnn::Layer<0>::output_shape == Shape{25, 5, 64});
  // 2,624 + 128, then four times 640 + 128 + 4,160 + 128, then 780.
  STATIC_REQUIRE(DsCnn::parameter_count == 23'756);
  STATIC_REQUIRE(DsCnn::parameter_count + DsCnn::statistic_count == 24'908);
  STATIC_REQUIRE(DsCnn::multiply_adds == 2'656'768);
}

TEST_CASE("MLPerf Tiny's person detector has the published size", "[zoo]") {
  using zoo::VisualWakeWords;
  STATIC_REQUIRE(VisualWakeWords::input_shape == Shape{96, 96, 3});
  STATIC_REQUIRE(VisualWakeWords::output_shape == Shape{2});
  STATIC_REQUIRE(VisualWakeWords::Layer<2>::output_shape == Shape{48, 48, 8});
  STATIC_REQUIRE(VisualWakeWords::Layer<80>::output_shape == Shape{3, 3, 256});
  // Of a separable part with c channels and F filters: 10 c + 2 c + (c + 1) F + 2 F.
  STATIC_REQUIRE(VisualWakeWords::parameter_count == 216'322);
  STATIC_REQUIRE(VisualWakeWords::parameter_count + VisualWakeWords::statistic_count == 221'794);
  STATIC_REQUIRE(VisualWakeWords::multiply_adds == 7'489'664);
}

TEST_CASE("MLPerf Tiny's autoencoder has the published size", "[zoo]") {
  using zoo::AnomalyAutoencoder;
  STATIC_REQUIRE(AnomalyAutoencoder::input_shape == Shape{640});
  STATIC_REQUIRE(AnomalyAutoencoder::output_shape == Shape{640});
  STATIC_REQUIRE(AnomalyAutoencoder::Layer<14>::output_shape == Shape{8});
  // 82,048 + 3 16,512 + 1,032 + 1,152 + 3 16,512 + 82,560; BatchNorm 2 (8 128 + 8).
  STATIC_REQUIRE(AnomalyAutoencoder::parameter_count == 267'928);
  STATIC_REQUIRE(AnomalyAutoencoder::parameter_count + AnomalyAutoencoder::statistic_count == 269'992);
  STATIC_REQUIRE(AnomalyAutoencoder::multiply_adds == 264'192);
}

TEST_CASE("a device without vectors runs DS-CNN in two of its largest values, less than 64 KiB", "[zoo]") {
  constexpr std::size_t floats = zoo::DsCnn::inference_layout_for<Target{}>.size;
  STATIC_REQUIRE(floats == 2 * 25 * 5 * 64);
  STATIC_REQUIRE(floats * sizeof(float) <= 64 * 1024);
}
