// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/math.hpp>
#include <etch/ops/operation.hpp>

namespace etch {

/// Activation functions, plain. Derivatives are taken from the output, so that forward may write over its
/// input. `result` may be `input`, or `output_gradient`.
template <ElementwiseGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr T value(T x) {
    if constexpr (G.function == Function::relu) return x < 0 ? T(0) : x;
    if constexpr (G.function == Function::leaky_relu) return x < 0 ? x * G.template slope<T>() : x;
    if constexpr (G.function == Function::sigmoid) return math::sigmoid(x);
    if constexpr (G.function == Function::tanh) return math::tanh(x);
  }
  /// f'(x), given y = f(x).
  template <class T>
  static constexpr T derivative(T y) {
    if constexpr (G.function == Function::relu) return y > 0 ? T(1) : T(0);
    if constexpr (G.function == Function::leaky_relu) return y > 0 ? T(1) : G.template slope<T>();
    if constexpr (G.function == Function::sigmoid) return y * (1 - y);
    if constexpr (G.function == Function::tanh) return 1 - y * y;
  }

  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.count; ++n) o.result[n] = value(o.input[n]);
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.count; ++n) o.result[n] = o.output_gradient[n] * derivative(o.output[n]);
  }
};

/// A sum of two values. Its gradient by either is the gradient by the sum: no step is needed.
/// `result` may be `input` or `other`.
template <SumGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.count; ++n) o.result[n] = o.input[n] + o.other[n];
  }
};

}  // namespace etch
