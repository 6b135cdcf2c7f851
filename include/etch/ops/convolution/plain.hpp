// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/elementwise/reference.hpp>
#include <etch/ops/operation.hpp>
#include <etch/ops/plain_sums.hpp>

namespace etch {

/// Convolution over two axes on a target without vectors: for each pixel a block of filters, whose sums stay
/// in registers over all taps. Taps that lie on padding are left out before, not looked for in the loop.
/// Weights as they are, so that a block reads neighbouring ones.
template <ConvolutionGeometry G>
struct PlainConvolution : EachImage<G> {
  static constexpr std::string_view kernel = "plain";

  static void forward(const Operands<float>& o) {
    for (std::size_t n = 0; n < o.images; ++n)
      run(o.input + n * G.input_size(), o.parameters, o.other + (o.other ? n * etch::other_size(G) : 0),
          o.result + n * etch::result_size(G));
  }

 private:
  static void run(const float* input, const float* parameters, [[maybe_unused]] const float* other,
                  float* result) {
    constexpr std::size_t width = G.width.out();
    for (std::size_t i = 0; i < G.height.out(); ++i) {
      const WindowSpan rows = span_of(G.height, i);
      for (std::size_t j = 0; j < width; ++j) {
        const WindowSpan columns = span_of(G.width, j);
        const float* x = input + (rows.first * G.width.in + columns.first) * G.channels;
        const float* w = parameters + (rows.tap * G.width.kernel + columns.tap) * tap_weights;
        pixel(x, w, parameters, rows.count, columns.count, other, result);
        result += G.result_pitch();
        if constexpr (G.epilogue.adds_other) other += G.result_pitch();
      }
    }
  }

  static constexpr std::size_t tap_weights = G.group_channels() * G.filters;
  static constexpr std::size_t row_pitch = G.height.dilation * G.width.in * G.channels;
  static constexpr std::size_t column_pitch = G.width.dilation * G.channels;

  /// All filters of one pixel: `x` and `w` are of its first tap.
  static void pixel(const float* x, const float* w, const float* parameters, std::size_t rows,
                    std::size_t columns, const float* other, float* result) {
    constexpr std::size_t filters = G.is_depthwise() ? G.filters : G.group_filters();
    for (std::size_t group = 0; group < G.filters; group += filters)
      plain::for_each_block<filters>([&](std::size_t first, auto block) {
        const std::size_t k = group + first;
        plain::Sums<block> sums;
        sums.start(G.bias ? parameters + G.weight_count() + k : nullptr);
        const float* xs = x + (G.is_depthwise() ? k : group / filters * G.group_channels());
        const float* ws = w + k;
        for (std::size_t r = 0; r < rows; ++r, xs += row_pitch, ws += G.width.kernel * tap_weights)
          row<block>(sums, xs, ws, columns);
        float done[block];
        sums.store(done);
        for (std::size_t n = 0; n < block; ++n) result[k + n] = finished<G.epilogue>(done[n], other, k + n);
      });
  }

  template <std::size_t Block>
  [[gnu::always_inline]] static void row(plain::Sums<Block>& sums, const float* x, const float* w,
                                         std::size_t columns) {
    if constexpr (G.is_depthwise()) {
      for (std::size_t s = 0; s < columns; ++s, x += column_pitch, w += tap_weights) sums.add_each(x, w);
    } else if constexpr (G.groups == 1 && G.width.dilation == 1) {
      // Neighbouring taps of all channels are one run.
      sums.template add<G.filters>(x, w, columns * G.channels);
    } else {
      for (std::size_t s = 0; s < columns; ++s, x += column_pitch, w += tap_weights)
        sums.template add<G.filters>(x, w, G.group_channels());
    }
  }
};

template <ConvolutionGeometry G>
requires(G.is_flat()) struct PlainKernels<G> : PlainConvolution<G> {
};

}  // namespace etch
