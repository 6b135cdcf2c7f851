// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/math.hpp>
#include <etch/ops/operation.hpp>
#include <etch/ops/softmax/geometry.hpp>

namespace etch {

/// Softmax, plain: the largest value is subtracted first, so that no exponential overflows.
/// `result` may be `input`, or `output_gradient`.
template <SoftmaxGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for (std::size_t row = 0; row < G.rows; ++row) {
      const T* x = o.input + row * G.channels;
      T* y = o.result + row * G.channels;
      T largest = x[0];
      for (std::size_t c = 1; c < G.channels; ++c)
        if (x[c] > largest) largest = x[c];
      T sum = 0;
      if constexpr (G.logarithm) {
        for (std::size_t c = 0; c < G.channels; ++c) sum += math::exp(x[c] - largest);
        const T log_sum = math::log(sum);
        for (std::size_t c = 0; c < G.channels; ++c) y[c] = x[c] - largest - log_sum;
      } else {
        for (std::size_t c = 0; c < G.channels; ++c) sum += y[c] = math::exp(x[c] - largest);
        for (std::size_t c = 0; c < G.channels; ++c) y[c] /= sum;
      }
    }
  }

  /// dx(c) = y(c) (dy(c) - sum over d of dy(d) y(d)); of the logarithm, dy(c) - e^y(c) sum over d of dy(d).
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t row = 0; row < G.rows; ++row) {
      const std::size_t begin = row * G.channels;
      T sum = 0;
      const std::size_t end = begin + G.channels;
      if constexpr (G.logarithm) {
        for (std::size_t n = begin; n < end; ++n) sum += o.output_gradient[n];
        for (std::size_t n = begin; n < end; ++n)
          o.result[n] = o.output_gradient[n] - math::exp(o.output[n]) * sum;
      } else {
        for (std::size_t n = begin; n < end; ++n) sum += o.output_gradient[n] * o.output[n];
        for (std::size_t n = begin; n < end; ++n) o.result[n] = o.output[n] * (o.output_gradient[n] - sum);
      }
    }
  }
};

}  // namespace etch
