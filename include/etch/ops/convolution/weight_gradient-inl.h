// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_WEIGHT_GRADIENT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_WEIGHT_GRADIENT_INL_H_
#undef ETCH_OPS_CONVOLUTION_WEIGHT_GRADIENT_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_WEIGHT_GRADIENT_INL_H_
#endif

#include <etch/ops/tile-inl.h>
#include <etch/ops/convolution/geometry.hpp>

// dw(tap, c, k) += sum over images and outputs of x(the tap's input, c) dy(output, k). In lanes: filters. In
// the rows of a tile: channels of one tap or, where there are few, of several neighbouring taps, whose inputs
// lie one after another. Sums stay in registers for a few rows of one image, so that what they read is in the
// cache for all taps.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <ConvolutionGeometry G>
struct WeightGradient {
  static constexpr WindowAxis depth = G.depth;
  static constexpr WindowAxis height = G.height;
  static constexpr WindowAxis width = G.width;
  static constexpr std::size_t channels = G.group_channels();

  static void run(const Operands<float>& o) {
    const FloatTag d;
    for (std::size_t image = 0; image < o.images; ++image)
      for (std::size_t a = 0; a < depth.out(); ++a)
        for (std::size_t i = 0; i < height.out(); i += rows_at_once)
          for (std::size_t group = 0; group < G.groups; ++group)
            for_each_block<G.group_filters(), 2>(
                d, [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
                  const std::size_t filter = group * G.group_filters() + k;
                  const Place place{o.input + image * G.input_size() + group * channels,
                                    o.output_gradient + image * G.output_size() + filter,
                                    o.result + filter,
                                    a,
                                    i,
                                    i + rows_at_once < height.out() ? i + rows_at_once : height.out(),
                                    left};
                  for (std::size_t q = 0; q < depth.kernel; ++q)
                    if (depth.inside(a, q))
                      for (std::size_t r = 0; r < height.kernel; ++r)
                        taps_of_row<vectors, ragged>(d, place, q, r);
                });
    add_bias_gradient<G>(o);
  }

 private:
  /// Rows of outputs for which sums stay in registers: what they read, and their gradients, fill half of a
  /// small second-level cache.
  static constexpr std::size_t rows_at_once = [] {
    const std::size_t row = width.in * G.channels * height.stride + width.out() * G.filters;
    constexpr std::size_t most = small_second_level_cache / 2;
    return row >= most ? 1 : most / row;
  }();
  /// Neighbouring taps lie next to each other, and are too small for a tile of their own.
  static constexpr bool joins_taps = G.groups == 1 && width.dilation == 1 && width.kernel > 1 && channels < 8;

  struct Place {
    const float* HWY_RESTRICT x;
    const float* HWY_RESTRICT dy;
    float* HWY_RESTRICT dw;
    std::size_t a;
    std::size_t first;  ///< Rows of outputs,
    std::size_t end;
    std::size_t left;
  };

  template <std::size_t Vectors, bool Ragged>
  static HWY_INLINE void taps_of_row(FloatTag d, const Place& place, std::size_t q, std::size_t r) {
    constexpr std::size_t largest = largest_rows(Vectors);
    if constexpr (joins_taps && 2 * channels <= largest) {
      constexpr std::size_t taps = largest / channels < width.kernel ? largest / channels : width.kernel;
      std::size_t s = 0;
      for (; s + taps <= width.kernel; s += taps) joined<taps, Vectors, Ragged>(d, place, q, r, s);
      if constexpr (width.kernel % taps != 0) joined<width.kernel % taps, Vectors, Ragged>(d, place, q, r, s);
    } else {
      for (std::size_t s = 0; s < width.kernel; ++s)
        channels_of_tap<Vectors, Ragged>(d, place, q, r, s, width.first_inside(s), width.end_inside(s));
    }
  }

  /// Taps `s` to `s` + Taps - 1: together where all of them are inside, else one by one.
  template <std::size_t Taps, std::size_t Vectors, bool Ragged>
  static HWY_INLINE void joined(FloatTag d, const Place& place, std::size_t q, std::size_t r, std::size_t s) {
    const std::size_t first = width.first_inside(s);
    const std::size_t last = width.end_inside(s + Taps - 1);
    const std::size_t end = last > first ? last : first;
    add<Taps * channels, Vectors, Ragged>(d, place, q, r, s, 0, first, end);
    for (std::size_t tap = s; tap < s + Taps; ++tap) {
      const std::size_t before = width.first_inside(tap);
      const std::size_t after = width.end_inside(tap);
      channels_of_tap<Vectors, Ragged>(d, place, q, r, tap, before, first < after ? first : after);
      channels_of_tap<Vectors, Ragged>(d, place, q, r, tap, end > before ? end : before, after);
    }
  }

  /// Columns `first` to `end` - 1 of one tap.
  template <std::size_t Vectors, bool Ragged>
  static HWY_INLINE void channels_of_tap(FloatTag d, const Place& place, std::size_t q, std::size_t r,
                                         std::size_t s, std::size_t first, std::size_t end) {
    // Rows are added to, so none may be done twice.
    constexpr std::size_t rows = balanced_rows(channels, largest_rows(Vectors));
    std::size_t c = 0;
    for (; c + rows <= channels; c += rows) add<rows, Vectors, Ragged>(d, place, q, r, s, c, first, end);
    if constexpr (channels % rows != 0)
      add<channels % rows, Vectors, Ragged>(d, place, q, r, s, c, first, end);
  }

  /// Rows `c` to `c` + Rows - 1, counted in channels from tap `s` on, over columns `first` to `end` - 1.
  template <std::size_t Rows, std::size_t Vectors, bool Ragged, class... Sums>
  static HWY_INLINE void add(FloatTag d, const Place& place, std::size_t q, std::size_t r, std::size_t s,
                             std::size_t c, std::size_t first, std::size_t end, Sums&... sums) {
    if constexpr (sizeof...(Sums) < Rows * Vectors) {
      if (sizeof...(Sums) == 0 && first >= end) return;
      FloatVector sum = hn::Zero(d);
      add<Rows, Vectors, Ragged>(d, place, q, r, s, c, first, end, sums..., sum);
    } else {
      constexpr ProductStrides strides{1, width.stride * G.channels, G.filters};
      const std::size_t top = place.first > height.first_inside(r) ? place.first : height.first_inside(r);
      const std::size_t bottom = place.end < height.end_inside(r) ? place.end : height.end_inside(r);
      for (std::size_t i = top; i < bottom; ++i) {
        const std::size_t row = depth.position(place.a, q) * height.in + height.position(i, r);
        add_products<Rows, Vectors, Ragged, strides>(
            d, place.x + (row * width.in + width.position(first, s)) * G.channels + c,
            place.dy + ((place.a * height.out() + i) * width.out() + first) * G.filters, end - first,
            place.left, sums...);
      }
      const std::size_t tap = (q * height.kernel + r) * width.kernel + s;
      add_tile<Vectors, Ragged>(d, place.dw + (tap * channels + c) * G.filters, G.filters, place.left,
                                sums...);
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
