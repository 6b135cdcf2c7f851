// SPDX-License-Identifier: MIT
#include <support/catch.hpp>
#include <support/networks.hpp>

using namespace etch;

namespace {

template <class Net, std::size_t Index>
constexpr bool layer_is(Shape output, std::size_t parameters, std::size_t multiply_adds) {
  using L = typename Net::template Layer<Index>;
  return L::output_shape == output && L::parameter_count == parameters && L::multiply_adds == multiply_adds;
}

}  // namespace

TEST_CASE("every layer of LeNet-5 has its shape, parameters and multiply-adds", "[lectures]") {
  using networks::LeNet5;
  STATIC_REQUIRE(LeNet5::input_shape == Shape{28, 28, 1});
  STATIC_REQUIRE(LeNet5::layer_count == 12);
  STATIC_REQUIRE(layer_is<LeNet5, 0>({28, 28, 6}, 156, 117'600));  // 6 (5 5 1 + 1); 28 28 6 25
  STATIC_REQUIRE(layer_is<LeNet5, 1>({28, 28, 6}, 0, 0));
  STATIC_REQUIRE(layer_is<LeNet5, 2>({14, 14, 6}, 0, 0));
  STATIC_REQUIRE(layer_is<LeNet5, 3>({10, 10, 16}, 2'416, 240'000));  // 16 (5 5 6 + 1); 10 10 16 150
  STATIC_REQUIRE(layer_is<LeNet5, 4>({10, 10, 16}, 0, 0));
  STATIC_REQUIRE(layer_is<LeNet5, 5>({5, 5, 16}, 0, 0));
  STATIC_REQUIRE(layer_is<LeNet5, 6>({400}, 0, 0));
  STATIC_REQUIRE(layer_is<LeNet5, 7>({120}, 48'120, 48'000));  // 400 120 + 120
  STATIC_REQUIRE(layer_is<LeNet5, 8>({120}, 0, 0));
  STATIC_REQUIRE(layer_is<LeNet5, 9>({84}, 10'164, 10'080));  // 120 84 + 84
  STATIC_REQUIRE(layer_is<LeNet5, 10>({84}, 0, 0));
  STATIC_REQUIRE(layer_is<LeNet5, 11>({10}, 850, 840));  // 84 10 + 10
}

TEST_CASE("LeNet-5 has 61,706 parameters and 416,520 multiply-adds", "[lectures]") {
  using networks::LeNet5;
  STATIC_REQUIRE(LeNet5::output_shape == Shape{10});
  STATIC_REQUIRE(LeNet5::parameter_count == 61'706);
  STATIC_REQUIRE(LeNet5::multiply_adds == 416'520);
  STATIC_REQUIRE(LeNet5::flash_bytes == 4 * 61'706);
}

TEST_CASE("the Keras MNIST network has 34,826 parameters", "[lectures]") {
  using networks::KerasMnist;
  STATIC_REQUIRE(layer_is<KerasMnist, 0>({26, 26, 32}, 320, 194'688));  // 32 (9 + 1); 26 26 32 9
  STATIC_REQUIRE(KerasMnist::Layer<2>::output_shape == Shape{13, 13, 32});
  STATIC_REQUIRE(layer_is<KerasMnist, 3>({11, 11, 64}, 18'496, 2'230'272));  // 64 (288 + 1); 11 11 64 288
  STATIC_REQUIRE(KerasMnist::Layer<5>::output_shape == Shape{5, 5, 64});     // 11 / 2, rounded down
  STATIC_REQUIRE(KerasMnist::Layer<6>::output_shape == Shape{1600});
  STATIC_REQUIRE(layer_is<KerasMnist, 8>({10}, 16'010, 16'000));  // 1600 10 + 10
  STATIC_REQUIRE(KerasMnist::parameter_count == 34'826);
  STATIC_REQUIRE(KerasMnist::output_shape == Shape{10});
}
