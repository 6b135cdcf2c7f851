// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/dense/geometry.hpp>
#include <etch/ops/operation.hpp>

#include <cstddef>

namespace etch {

constexpr KernelNeeds kernel_needs(const DenseGeometry& g, Target target) {
  if (!target.packs()) return {g.weight_count(), g.outputs, 0, 0, 0};
  const std::size_t outputs = target.padded(g.outputs);
  const std::size_t transposed = target.padded(g.inputs) * g.outputs;
  KernelNeeds needs{.weights = g.inputs * outputs, .biases = outputs, .input_gradient_scratch = transposed};
  // More of them are not kept for all parts of a batch.
  if (transposed <= second_level_cache) needs.input_gradient_packed = transposed;
  return needs;
}

/// In how many parts each of so many vectors of outputs is summed, since a sum waits for the product before.
constexpr std::size_t partial_sums(std::size_t vectors) { return vectors == 3 ? 3 : 8 / vectors; }

/// How the parameters of a dense layer lie for one image: (block of outputs, inputs, outputs of the block),
/// then the biases, both filled up with zeros to whole vectors. So all weights are read from the first to the
/// last.
template <DenseGeometry G, Target T>
struct DensePacking {
  static constexpr KernelNeeds needs = kernel_needs(G, T);
  static constexpr std::size_t all = T.padded(G.outputs);
  /// Vectors of a block.
  static constexpr std::size_t vectors = all / T.lanes < 4 ? all / T.lanes : 4;
  static constexpr std::size_t block = vectors * T.lanes;

  template <class Number, class Weight, class Bias>
  static constexpr void pack(const Weight& weight, const Bias& bias, Number* to) {
    for_each_row([&](std::size_t n, std::size_t count, std::size_t place, std::size_t places) {
      for (std::size_t k = 0; k < count; ++k) to[place + k] = weight(n + k);
      for (std::size_t k = count; k < places; ++k) to[place + k] = 0;
    });
    if constexpr (G.bias)
      for (std::size_t k = 0; k < all; ++k) to[needs.weights + k] = k < G.outputs ? bias(k) : Number(0);
  }
  /// The parameters as they were.
  template <class Number>
  static constexpr void unpack(const Number* from, Number* to) {
    for_each_row([&](std::size_t n, std::size_t count, std::size_t place, std::size_t) {
      for (std::size_t k = 0; k < count; ++k) to[n + k] = from[place + k];
    });
    if constexpr (G.bias)
      for (std::size_t k = 0; k < G.outputs; ++k) to[G.weight_count() + k] = from[needs.weights + k];
  }

 private:
  /// Calls f(first weight, weights, place, places) for each input of each block.
  template <class F>
  static constexpr void for_each_row(const F& f) {
    std::size_t place = 0;
    for (std::size_t k = 0; k < all; k += block) {
      const std::size_t places = all - k < block ? all - k : block;
      const std::size_t count = G.outputs - k < places ? G.outputs - k : places;
      for (std::size_t i = 0; i < G.inputs; ++i, place += places) f(i * G.outputs + k, count, place, places);
    }
  }
};

}  // namespace etch
