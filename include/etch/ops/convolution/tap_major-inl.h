// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_TAP_MAJOR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_TAP_MAJOR_INL_H_
#undef ETCH_OPS_TAP_MAJOR_INL_H_
#else
#define ETCH_OPS_TAP_MAJOR_INL_H_
#endif

#include <etch/ops/convolution/weight_gradient-inl.h>
#include <etch/ops/tile-inl.h>
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/operation.hpp>

// Tap-major convolution. In lanes: filters (channels for the gradient by the input); in the rows of a tile:
// neighbouring columns of one output row (forward, input gradient), channels of one tap (weight gradient).
// Columns whose taps all lie inside the image go through tiles, those at the edge one by one with the taps
// that do. Groups are convolutions side by side.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <ConvolutionGeometry G>
struct TapMajor {
  static constexpr std::string_view kernel = "tap-major";
  static constexpr WindowAxis height = G.height;
  static constexpr WindowAxis width = G.width;
  static constexpr std::size_t group_channels = G.group_channels();
  static constexpr std::size_t group_filters = G.group_filters();
  /// The taps of a row and their channels lie one after another in the input too: one run of products.
  static constexpr bool contiguous_row = G.groups == 1 && width.dilation == 1;

  static void forward(const Operands<float>& o) {
    const FloatTag d;
    for (std::size_t image = 0; image < o.images; ++image)
      for (std::size_t group = 0; group < G.groups; ++group)
        for_each_block<group_filters, 2>(
            d, [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
              const float* x = o.input + image * G.input_size() + group * group_channels;
              const std::size_t first_output = image * G.output_size() + group * group_filters + k;
              float* y = o.result + first_output;
              const float* other = G.epilogue.adds_other ? o.other + first_output : nullptr;
              const float* w = o.parameters + group * group_filters + k;
              const float* bias = o.parameters + G.weight_count() + group * group_filters + k;
              constexpr std::size_t first = inside_first();
              constexpr std::size_t end = inside_end();
              for (std::size_t i = 0; i < height.out(); ++i) {
                const auto columns = [&](std::size_t j, auto rows, std::size_t s0, std::size_t s1) HWY_ATTR {
                  with_vectors<rows * vectors>(
                      [&](auto n) HWY_ATTR {
                        if constexpr (G.bias)
                          return load_of_row<vectors, ragged>(d, bias, n % vectors, left);
                        else
                          return hn::Zero(d);
                      },
                      [&](auto&... sums) HWY_ATTR __attribute__((always_inline)) {
                        forward_taps<rows, vectors, ragged>(d, x, w, i, j, s0, s1, left, sums...);
                        const std::size_t at = (i * width.out() + j) * G.filters;
                        finish_tile<G.epilogue, vectors, ragged>(d, y + at, other + (other ? at : 0),
                                                                 G.filters, left, sums...);
                      });
                };
                const auto edge = [&](std::size_t j) HWY_ATTR {
                  const auto [s0, s1] = taps_inside(j);
                  columns(j, std::integral_constant<std::size_t, 1>{}, s0, s1);
                };
                for (std::size_t j = 0; j < first; ++j) edge(j);
                constexpr std::size_t rows = balanced_rows(end - first, largest_rows(vectors));
                for_each_tile<rows>(first, end, [&](std::size_t j, auto count) HWY_ATTR {
                  columns(j, count, 0, width.kernel);
                });
                for (std::size_t j = end; j < width.out(); ++j) edge(j);
              }
            });
  }

  /// dx(column) = sum over taps and filters of dy(the window whose tap lies on the column) w, the weights
  /// re-laid with channels last.
  static void input_gradient(const Operands<float>& o) {
    const FloatTag d;
    transpose_weights(o.parameters, o.scratch);
    for (std::size_t image = 0; image < o.images; ++image)
      for (std::size_t group = 0; group < G.groups; ++group)
        for_each_block<group_channels, 2>(
            d, [&](std::size_t c, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
              const float* dy = o.output_gradient + image * G.output_size() + group * group_filters;
              float* dx = o.result + image * G.input_size() + group * group_channels + c;
              const float* w = o.scratch + group * group_filters * group_channels + c;
              constexpr std::size_t all = (width.in + width.stride - 1) / width.stride;
              constexpr std::size_t rows = balanced_rows(all, largest_rows(vectors));
              for (std::size_t row = 0; row < height.in; ++row)
                for (std::size_t phase = 0; phase < width.stride && phase < width.in; ++phase) {
                  // Columns phase, phase + stride, ...: neighbours here belong to neighbouring windows.
                  const std::size_t count = (width.in - phase + width.stride - 1) / width.stride;
                  const auto [first, end] = columns_inside(phase, count);
                  const auto tile = [&](std::size_t t, auto width_of_tile) HWY_ATTR {
                    with_vectors<width_of_tile * vectors>(
                        [&](auto) HWY_ATTR { return hn::Zero(d); },
                        [&](auto&... sums) HWY_ATTR __attribute__((always_inline)) {
                          gradient_taps<width_of_tile, vectors, ragged>(
                              d, dy, w, row, phase + t * width.stride, left, sums...);
                          store_tile<vectors, ragged>(
                              d, dx + (row * width.in + phase + t * width.stride) * G.channels,
                              width.stride * G.channels, left, sums...);
                        });
                  };
                  constexpr std::integral_constant<std::size_t, 1> one;
                  for (std::size_t t = 0; t < first; ++t) tile(t, one);
                  for_each_tile<rows>(first, end, tile);
                  for (std::size_t t = end; t < count; ++t) tile(t, one);
                }
            });
  }

  static void parameter_gradient(const Operands<float>& o) { WeightGradient<G>::run(o); }

 private:
  struct Range {
    std::size_t first;
    std::size_t end;
  };

  /// The output columns all of whose taps lie inside the image: from inside_first() to inside_end() - 1.
  static constexpr std::size_t inside_first() {
    const std::size_t first = width.first_inside(0);
    return first < inside_end() ? first : inside_end();
  }
  static constexpr std::size_t inside_end() { return width.end_inside(width.kernel - 1); }

  /// The taps of output column `j` that lie inside the image: a contiguous range.
  static constexpr Range taps_inside(std::size_t j) {
    std::size_t first = 0;
    while (first < width.kernel && !width.inside(j, first)) ++first;
    std::size_t end = first;
    while (end < width.kernel && width.inside(j, end)) ++end;
    return {first, end};
  }

  /// Of the columns phase + t stride, the range of t whose windows all exist.
  static constexpr Range columns_inside(std::size_t phase, std::size_t count) {
    std::size_t first = 0;
    std::size_t end = count;
    for (std::size_t s = 0; s < width.kernel; ++s) {
      const std::size_t shift = s * width.dilation;
      if ((phase + width.before + shift * (width.stride - 1)) % width.stride != 0) continue;
      // Window (phase + t stride + before - shift) / stride, which must be in 0 ... out - 1.
      const std::size_t needed =
          shift > phase + width.before ? (shift - phase - width.before) / width.stride : 0;
      if (needed > first) first = needed;
      const std::size_t limit = (width.out() - 1) * width.stride + shift;
      const std::size_t last =
          limit >= phase + width.before ? (limit - phase - width.before) / width.stride + 1 : 0;
      if (last < end) end = last;
    }
    if (first > end) first = end;
    return {first, end};
  }

  template <std::size_t Rows, std::size_t Vectors, bool Ragged, class... Sums>
  static HWY_INLINE void forward_taps(FloatTag d, const float* HWY_RESTRICT x, const float* HWY_RESTRICT w,
                                      std::size_t i, std::size_t j, std::size_t s0, std::size_t s1,
                                      std::size_t left, Sums&... sums) {
    constexpr ProductStrides strides{width.stride * G.channels, 1, G.filters};
    for (std::size_t r = 0; r < height.kernel; ++r) {
      if (!height.inside(i, r)) continue;
      const float* row = x + height.position(i, r) * width.in * G.channels;
      if constexpr (contiguous_row) {
        if (s0 < s1)
          add_products<Rows, Vectors, Ragged, strides>(
              d, row + width.position(j, s0) * G.channels,
              w + (r * width.kernel + s0) * group_channels * G.filters, (s1 - s0) * group_channels, left,
              sums...);
      } else {
        for (std::size_t s = s0; s < s1; ++s)
          add_products<Rows, Vectors, Ragged, strides>(
              d, row + width.position(j, s) * G.channels,
              w + (r * width.kernel + s) * group_channels * G.filters, group_channels, left, sums...);
      }
    }
  }

  /// The window on one axis whose tap `tap` lies on `position`, or none.
  static constexpr bool window_of(const WindowAxis& axis, std::size_t position, std::size_t tap,
                                  std::size_t& window) {
    const std::size_t padded = position + axis.before;
    const std::size_t shift = tap * axis.dilation;
    if (padded < shift || (padded - shift) % axis.stride != 0) return false;
    window = (padded - shift) / axis.stride;
    return window < axis.out();
  }

  template <std::size_t Rows, std::size_t Vectors, bool Ragged, class... Sums>
  static HWY_INLINE void gradient_taps(FloatTag d, const float* HWY_RESTRICT dy, const float* HWY_RESTRICT w,
                                       std::size_t row, std::size_t column, std::size_t left, Sums&... sums) {
    constexpr ProductStrides strides{G.filters, 1, group_channels};
    std::size_t i = 0;
    std::size_t j = 0;
    for (std::size_t r = 0; r < height.kernel; ++r) {
      if (!window_of(height, row, r, i)) continue;
      for (std::size_t s = 0; s < width.kernel; ++s)
        if (window_of(width, column, s, j))
          add_products<Rows, Vectors, Ragged, strides>(
              d, dy + (i * width.out() + j) * G.filters,
              w + (r * width.kernel + s) * group_channels * G.filters, group_filters, left, sums...);
    }
  }

  /// (tap, channel, filter) -> (tap, group, filter, channel).
  static void transpose_weights(const float* HWY_RESTRICT from, float* HWY_RESTRICT to) {
    for (std::size_t tap = 0; tap < height.kernel * width.kernel; ++tap)
      for (std::size_t k = 0; k < G.filters; ++k)
        for (std::size_t c = 0; c < group_channels; ++c)
          to[(tap * G.filters + k) * group_channels + c] = from[(tap * group_channels + c) * G.filters + k];
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
