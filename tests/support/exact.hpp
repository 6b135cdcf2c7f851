// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/kernels.hpp>

#include <cstddef>

namespace laws {

using namespace etch;

/// Whether kernel and reference agree to the bit on whole numbers: where both only add, multiply and compare.
constexpr bool is_exact(const ElementwiseGeometry& g) {
  const bool power_of_two = (g.slope.denominator & (g.slope.denominator - 1)) == 0;
  return g.function == Function::relu || g.function == Function::relu6 ||
         g.function == Function::thresholded_relu || (g.function == Function::leaky_relu && power_of_two);
}
constexpr bool is_exact(const PoolGeometry& g) {
  const std::size_t taps = g.window().taps();
  return g.pooling == Pooling::max || (!g.window().reads_padding() && (taps & (taps - 1)) == 0);
}
constexpr bool is_exact(const AdaptivePoolGeometry& g) { return g.pooling == Pooling::max; }
constexpr bool is_exact(const SoftmaxGeometry&) { return false; }
constexpr bool is_exact(const BatchNormGeometry&) { return false; }
constexpr bool is_exact(const StandardizeGeometry&) { return false; }
constexpr bool is_exact(const LocalResponseGeometry&) { return false; }
constexpr bool is_exact(const ResampleGeometry& g) { return !g.bilinear; }
/// A sum with an epilogue is as exact as its activation.
template <class Geometry>
requires requires(Geometry g) { g.epilogue; }
constexpr bool is_exact(const Geometry& g) {
  return g.epilogue.activation.function == Function::identity || is_exact(g.epilogue.activation);
}
template <class Geometry>
constexpr bool is_exact(const Geometry&) {
  return true;
}

}  // namespace laws
