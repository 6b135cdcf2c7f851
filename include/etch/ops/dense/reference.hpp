// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/dense/geometry.hpp>
#include <etch/ops/elementwise/reference.hpp>
#include <etch/ops/operation.hpp>

namespace etch {

/// Matrix times vector, plain: eight outputs at a time share the input they read.
template <DenseGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    constexpr std::size_t block = 8;
    for (std::size_t k = 0; k < G.outputs; k += block) {
      const std::size_t count = G.outputs - k < block ? G.outputs - k : block;
      // Aligned: g++ 12.2 at -O2 for AVX-512 otherwise stores a vector of doubles where it assumes an
      // alignment.
      alignas(block * sizeof(T)) T sums[block]{};
      if constexpr (G.bias)
        for (std::size_t n = 0; n < count; ++n) sums[n] = o.parameters[G.weight_count() + k + n];
      const T* w = o.parameters + k;
      for (std::size_t i = 0; i < G.inputs; ++i)
        for (std::size_t n = 0; n < count; ++n) sums[n] += o.input[i] * w[i * G.outputs + n];
      for (std::size_t n = 0; n < count; ++n) o.result[k + n] = finished<G.epilogue>(sums[n], o.other, k + n);
    }
  }

  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    const T* w = o.parameters;
    for (std::size_t i = 0; i < G.inputs; ++i, w += G.outputs) {
      T sum = 0;
      for (std::size_t k = 0; k < G.outputs; ++k) sum += o.output_gradient[k] * w[k];
      o.result[i] = sum;
    }
  }

  template <class T>
  static constexpr void parameter_gradient(const Operands<T>& o) {
    T* dw = o.result;
    for (std::size_t i = 0; i < G.inputs; ++i, dw += G.outputs)
      for (std::size_t k = 0; k < G.outputs; ++k) dw[k] += o.input[i] * o.output_gradient[k];
    if constexpr (G.bias)
      for (std::size_t k = 0; k < G.outputs; ++k) dw[k] += o.output_gradient[k];
  }
};

}  // namespace etch
