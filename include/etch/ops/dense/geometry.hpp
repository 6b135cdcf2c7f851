// SPDX-License-Identifier: MIT
#pragma once
#include <etch/flag.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/shape.hpp>

#include <cstddef>

namespace etch {

/// A fully connected layer: y(k) = b(k) + sum over i of x(i) w(i, k). Weights lie as (inputs, outputs), then
/// the biases.
struct DenseGeometry {
  std::size_t inputs = 1;
  std::size_t outputs = 1;
  Flag bias = true;
  Epilogue epilogue{};

  constexpr Shape output() const { return {outputs}; }
  constexpr std::size_t weight_count() const { return product(inputs, outputs); }
  constexpr std::size_t bias_count() const { return outputs; }
  constexpr std::size_t parameter_count() const { return weight_count() + (bias ? outputs : 0); }
  constexpr std::size_t multiply_adds() const { return weight_count(); }
  constexpr std::size_t input_size() const { return inputs; }
  constexpr std::size_t output_size() const { return outputs; }

  constexpr std::size_t weight_channel(std::size_t n) const { return n / outputs; }
  constexpr std::size_t weight_filter(std::size_t n) const { return n % outputs; }
  constexpr std::size_t weight_bias(std::size_t n) const { return n % outputs; }
  constexpr bool sums_all_taps() const { return true; }

  constexpr bool operator==(const DenseGeometry&) const = default;
};

}  // namespace etch
