// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/operation.hpp>
#include <etch/ops/resample/geometry.hpp>

namespace etch {

/// Resampling, plain.
template <ResampleGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.output_size(); ++n) o.result[n] = 0;
    for_each_tap<T>([&](std::size_t x, std::size_t y, T weight) {
      for (std::size_t c = 0; c < G.channels; ++c) o.result[y + c] += weight * o.input[x + c];
    });
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.input_size(); ++n) o.result[n] = 0;
    for_each_tap<T>([&](std::size_t x, std::size_t y, T weight) {
      for (std::size_t c = 0; c < G.channels; ++c) o.result[x + c] += weight * o.output_gradient[y + c];
    });
  }

 private:
  /// Calls f(old pixel's first number, new pixel's first number, weight).
  template <class T, class F>
  static constexpr void for_each_tap(const F& f) {
    for (std::size_t i = 0; i < G.height.out; ++i) {
      const auto rows = G.height.mix(i, G.bilinear, G.align_corners);
      for (std::size_t j = 0; j < G.width.out; ++j) {
        const auto columns = G.width.mix(j, G.bilinear, G.align_corners);
        const std::size_t y = (i * G.width.out + j) * G.channels;
        for (const bool lower_row : {false, true})
          for (const bool right : {false, true}) {
            const T weight = part<T>(rows, lower_row) * part<T>(columns, right);
            if (weight == 0) continue;
            const std::size_t row = lower_row ? rows.upper : rows.lower;
            const std::size_t column = right ? columns.upper : columns.lower;
            f((row * G.width.in + column) * G.channels, y, weight);
          }
      }
    }
  }
  template <class T>
  static constexpr T part(const ResampleGeometry::Mix& mix, bool upper) {
    const T second = mix.second.template as<T>();
    return upper ? second : 1 - second;
  }
};

}  // namespace etch
