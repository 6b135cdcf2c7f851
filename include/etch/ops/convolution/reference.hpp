// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/operation.hpp>

namespace etch {

/// Convolution, plain: eight filters at a time share the input they read.
template <ConvolutionGeometry G>
struct Reference<G> {
  static constexpr WindowAxis height = G.height;
  static constexpr WindowAxis width = G.width;

  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    const T* biases = o.parameters + G.weight_count();
    T* y = o.result;
    for (std::size_t i = 0; i < height.out(); ++i)
      for (std::size_t j = 0; j < width.out(); ++j, y += G.filters)
        for (std::size_t group = 0; group < G.groups; ++group) {
          const std::size_t end = (group + 1) * G.group_filters();
          for (std::size_t k = group * G.group_filters(); k < end; k += block) {
            const std::size_t count = end - k < block ? end - k : block;
            // Aligned: g++ 12.2 at -O2 for AVX-512 otherwise stores a vector of doubles where it assumes an
            // alignment.
            alignas(block * sizeof(T)) T sums[block]{};
            if constexpr (G.bias)
              for (std::size_t n = 0; n < count; ++n) sums[n] = biases[k + n];
            for_each_tap(i, j, [&](std::size_t pixel, std::size_t tap) {
              const T* x = o.input + pixel * G.channels + group * G.group_channels();
              const T* w = o.parameters + tap * G.group_channels() * G.filters + k;
              for (std::size_t c = 0; c < G.group_channels(); ++c)
                for (std::size_t n = 0; n < count; ++n) sums[n] += x[c] * w[c * G.filters + n];
            });
            for (std::size_t n = 0; n < count; ++n) y[k + n] = sums[n];
          }
        }
  }

  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.input_size(); ++n) o.result[n] = 0;
    const T* dy = o.output_gradient;
    for (std::size_t i = 0; i < height.out(); ++i)
      for (std::size_t j = 0; j < width.out(); ++j, dy += G.filters)
        for_each_tap(i, j, [&](std::size_t pixel, std::size_t tap) {
          for (std::size_t c = 0; c < G.channels; ++c) {
            const std::size_t group = c / G.group_channels();
            const T* w = o.parameters + (tap * G.group_channels() + c % G.group_channels()) * G.filters;
            T sum = 0;
            for (std::size_t k = group * G.group_filters(); k < (group + 1) * G.group_filters(); ++k)
              sum += dy[k] * w[k];
            o.result[pixel * G.channels + c] += sum;
          }
        });
  }

  template <class T>
  static constexpr void parameter_gradient(const Operands<T>& o) {
    const T* dy = o.output_gradient;
    for (std::size_t i = 0; i < height.out(); ++i)
      for (std::size_t j = 0; j < width.out(); ++j, dy += G.filters) {
        for_each_tap(i, j, [&](std::size_t pixel, std::size_t tap) {
          for (std::size_t c = 0; c < G.channels; ++c) {
            const std::size_t group = c / G.group_channels();
            const T x = o.input[pixel * G.channels + c];
            T* dw = o.result + (tap * G.group_channels() + c % G.group_channels()) * G.filters;
            for (std::size_t k = group * G.group_filters(); k < (group + 1) * G.group_filters(); ++k)
              dw[k] += x * dy[k];
          }
        });
        if constexpr (G.bias)
          for (std::size_t k = 0; k < G.filters; ++k) o.result[G.weight_count() + k] += dy[k];
      }
  }

 private:
  static constexpr std::size_t block = 8;

  /// Calls f(pixel of the input, number of the tap) for each tap of output (i, j) that is not padding.
  template <class F>
  static constexpr void for_each_tap(std::size_t i, std::size_t j, const F& f) {
    for (std::size_t r = 0; r < height.kernel; ++r) {
      if (!height.inside(i, r)) continue;
      for (std::size_t s = 0; s < width.kernel; ++s)
        if (width.inside(j, s))
          f(height.position(i, r) * width.in + width.position(j, s), r * width.kernel + s);
    }
  }
};

}  // namespace etch
