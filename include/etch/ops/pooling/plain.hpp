// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/operation.hpp>
#include <etch/ops/pooling/geometry.hpp>

namespace etch {

/// Pooling over two axes on a target without vectors: where a window begins and ends is found once for all of
/// its channels.
template <auto G>
struct PlainPool : EachImage<G> {
  static constexpr std::string_view kernel = "plain";

  static void forward(const Operands<float>& o) {
    constexpr auto window = G.window();
    float* y = o.result;
    const float* x = o.input;
    constexpr std::size_t line = window.width.in * G.channels;
    for (std::size_t n = 0; n < o.images; ++n, x += G.input_size())
      window.for_each_window([&](std::size_t, std::size_t i, std::size_t j) {
        const WindowSpan rows = span_of(window.height, i);
        const WindowSpan columns = span_of(window.width, j);
        const float* from = x + rows.first * line + columns.first * G.channels;
        const float divisor =
            G.pooling == Pooling::max ? 1 : static_cast<float>(numbers(i, j, rows, columns));
        for (std::size_t c = 0; c < G.channels; ++c, ++y)
          *y = value(from + c, rows.count, window.height.dilation * line, columns.count,
                     window.width.dilation * G.channels, divisor);
      });
  }

 private:
  static constexpr std::size_t longest_row = G.window().width.in;

  /// What a mean is divided by.
  static std::size_t numbers(std::size_t i, std::size_t j, const WindowSpan& rows,
                             const WindowSpan& columns) {
    if constexpr (requires { requires bool(G.count_padding); })
      return G.divisor(0, i, j);
    else
      return rows.count * columns.count;
  }
  /// One channel of a window that begins at `x`.
  [[gnu::always_inline]] static float value(const float* x, std::size_t rows, std::size_t row_pitch,
                                            std::size_t columns, std::size_t column_pitch, float divisor) {
    float largest = *x;
    float sum = 0;
    for (std::size_t r = 0; r < rows; ++r, x += row_pitch) {
      const float* at = x;
      // Of many numbers the sums of parts are added, which lose less.
      constexpr std::size_t part = 256;
      for (std::size_t first = 0; first < columns; first += part) {
        float part_sum = 0;
        const std::size_t end = longest_row <= part || columns - first < part ? columns : first + part;
        for (std::size_t s = first; s < end; ++s, at += column_pitch)
          if constexpr (G.pooling == Pooling::max)
            largest = *at > largest ? *at : largest;
          else
            part_sum += *at;
        sum += part_sum;
      }
    }
    return G.pooling == Pooling::max ? largest : sum / divisor;
  }
};

template <PoolGeometry G>
requires(G.is_flat()) struct PlainKernels<G> : PlainPool<G> {
};
template <AdaptivePoolGeometry G>
struct PlainKernels<G> : PlainPool<G> {};

}  // namespace etch
