// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <support/catch.hpp>
#include <support/one_layer.hpp>
#include <support/operation_laws.hpp>
#include <support/random.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace laws {

template <std::size_t Count>
constexpr std::array<float, Count> random_numbers(std::uint64_t seed) {
  std::array<float, Count> numbers{};
  for (std::size_t n = 0; n < Count; ++n) numbers[n] = support::uniform<float>(seed, n);
  return numbers;
}

/// Each number agrees with the one expected, to `relative` times the largest of those.
inline void check_close(std::span<const float> actual, std::span<const float> expected, double relative) {
  REQUIRE(actual.size() == expected.size());
  double largest = 0;
  for (const float value : expected) largest = std::max(largest, std::abs(static_cast<double>(value)));
  for (std::size_t n = 0; n < expected.size(); ++n) {
    CAPTURE(n, actual[n], expected[n], largest);
    CHECK(std::abs(static_cast<double>(actual[n]) - static_cast<double>(expected[n])) <= relative * largest);
  }
}

/// What holds for every layer, on an input of shape `In`: its rules agree with the sizes that its operation
/// works with, its parameters are its blocks, and constant evaluation gives what the kernels give at run
/// time.
template <class L, etch::Shape In>
void check() {
  STATIC_REQUIRE(etch::Layer<L>);
  STATIC_REQUIRE(!std::string_view(L::name).empty());
  STATIC_REQUIRE(L::infer(In).has_value());
  STATIC_REQUIRE(L::geometry(In).input_size() == In.size());
  STATIC_REQUIRE(L::geometry(In).output_size() == (*L::infer(In)).size());

  constexpr etch::ParameterBlocks blocks = etch::layers::parameter_blocks<L>(In);
  STATIC_REQUIRE(blocks[0].count + blocks[1].count == L::parameter_count(In));
  for (const etch::ParameterBlock& block : blocks) {
    if (block.count == 0 || block.role != etch::ParameterBlock::Role::weights) continue;
    CHECK(block.fan_in > 0);
    CHECK(block.fan_out > 0);
  }

  using Net = support::OneLayer<L, In>;
  STATIC_REQUIRE(Net::layer_count == 1);
  STATIC_REQUIRE(Net::output_shape == *L::infer(In));
  STATIC_REQUIRE(Net::parameter_count == L::parameter_count(In));
  STATIC_REQUIRE(Net::multiply_adds == L::multiply_adds(In));
  // A shared weight works once for each position of the output.
  using Geometry = decltype(L::geometry(In));
  constexpr bool shared =
      std::is_same_v<Geometry, etch::ConvolutionGeometry> || std::is_same_v<Geometry, etch::DenseGeometry>;
  if (shared && blocks[0].count != 0)
    CHECK(L::multiply_adds(In) == blocks[0].count * Net::output_shape.pixels());

  static constexpr auto parameters = random_numbers<Net::parameter_count>(1);
  static constexpr auto input = random_numbers<In.size()>(2);
  static constexpr auto at_compile_time = support::outputs<Net>(parameters, input);
  const auto at_run_time = support::outputs<Net>(parameters, input);
  check_close(at_run_time, at_compile_time, 2e-6);

  check_operation<L::geometry(In)>();
  if constexpr (etch::layers::memory<L>() == etch::Memory::in_place) check_in_place<L::geometry(In)>();
}

}  // namespace laws
