// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/operation.hpp>
#include <etch/ops/pooling/geometry.hpp>

namespace etch {

/// Pooling, plain. The gradient of a maximum goes to the first of equal values, as in PyTorch.
template <auto G>
struct PlainPooling {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    T* y = o.result;
    G.window().for_each_window([&](std::size_t a, std::size_t i, std::size_t j) {
      for (std::size_t c = 0; c < G.channels; ++c) {
        if constexpr (G.pooling == Pooling::max) {
          *y++ = o.input[largest(o.input, a, i, j, c)];
        } else {
          T sum = 0;
          G.window().for_each_tap(
              a, i, j, [&](std::size_t pixel, std::size_t) { sum += o.input[pixel * G.channels + c]; });
          *y++ = sum / static_cast<T>(G.divisor(a, i, j));
        }
      }
    });
  }

  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.input_size(); ++n) o.result[n] = 0;
    const T* dy = o.output_gradient;
    G.window().for_each_window([&](std::size_t a, std::size_t i, std::size_t j) {
      for (std::size_t c = 0; c < G.channels; ++c, ++dy) {
        if constexpr (G.pooling == Pooling::max) {
          o.result[largest(o.input, a, i, j, c)] += *dy;
        } else {
          const T part = *dy / static_cast<T>(G.divisor(a, i, j));
          G.window().for_each_tap(
              a, i, j, [&](std::size_t pixel, std::size_t) { o.result[pixel * G.channels + c] += part; });
        }
      }
    });
  }

 private:
  template <class T>
  static constexpr std::size_t largest(const T* x, std::size_t a, std::size_t i, std::size_t j,
                                       std::size_t c) {
    bool found = false;
    std::size_t best = 0;
    G.window().for_each_tap(a, i, j, [&](std::size_t pixel, std::size_t) {
      const std::size_t at = pixel * G.channels + c;
      if (!found || x[at] > x[best]) best = at;
      found = true;
    });
    return best;
  }
};

template <PoolGeometry G>
struct Reference<G> : PlainPooling<G> {};
template <AdaptivePoolGeometry G>
struct Reference<G> : PlainPooling<G> {};

}  // namespace etch
