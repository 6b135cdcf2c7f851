// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/operation.hpp>
#include <etch/ops/pooling/geometry.hpp>

namespace etch {

/// Pooling, plain. The gradient of a maximum goes to the first of equal values, as in PyTorch.
template <PoolGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    T* y = o.result;
    for (std::size_t i = 0; i < G.height.out(); ++i)
      for (std::size_t j = 0; j < G.width.out(); ++j)
        for (std::size_t c = 0; c < G.channels; ++c) {
          if constexpr (G.pooling == Pooling::max) {
            *y++ = o.input[largest(o.input, i, j, c)];
          } else {
            T sum = 0;
            std::size_t count = 0;
            for_each_position(i, j, c, [&](std::size_t at) {
              sum += o.input[at];
              ++count;
            });
            *y++ = sum / static_cast<T>(count);
          }
        }
  }

  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.input_size(); ++n) o.result[n] = 0;
    const T* dy = o.output_gradient;
    for (std::size_t i = 0; i < G.height.out(); ++i)
      for (std::size_t j = 0; j < G.width.out(); ++j)
        for (std::size_t c = 0; c < G.channels; ++c, ++dy) {
          if constexpr (G.pooling == Pooling::max) {
            o.result[largest(o.input, i, j, c)] += *dy;
          } else {
            std::size_t count = 0;
            for_each_position(i, j, c, [&](std::size_t) { ++count; });
            for_each_position(i, j, c, [&](std::size_t at) { o.result[at] += *dy / static_cast<T>(count); });
          }
        }
  }

 private:
  template <class F>
  static constexpr void for_each_position(std::size_t i, std::size_t j, std::size_t c, const F& f) {
    for (std::size_t r = 0; r < G.height.kernel; ++r) {
      if (!G.height.inside(i, r)) continue;
      for (std::size_t s = 0; s < G.width.kernel; ++s)
        if (G.width.inside(j, s))
          f((G.height.position(i, r) * G.width.in + G.width.position(j, s)) * G.channels + c);
    }
  }

  template <class T>
  static constexpr std::size_t largest(const T* x, std::size_t i, std::size_t j, std::size_t c) {
    bool found = false;
    std::size_t best = 0;
    for_each_position(i, j, c, [&](std::size_t at) {
      if (!found || x[at] > x[best]) best = at;
      found = true;
    });
    return best;
  }
};

}  // namespace etch
