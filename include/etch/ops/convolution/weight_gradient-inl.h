// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_WEIGHT_GRADIENT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_WEIGHT_GRADIENT_INL_H_
#undef ETCH_OPS_CONVOLUTION_WEIGHT_GRADIENT_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_WEIGHT_GRADIENT_INL_H_
#endif

#include <etch/ops/copy-inl.h>
#include <etch/ops/row_sums-inl.h>
#include <etch/ops/tile-inl.h>
#include <etch/indices.hpp>
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/convolution/select.hpp>

// dw(tap, c, k) += sum over images and outputs of x(the tap's input, c) dy(output, k). In lanes: filters,
// of several outputs where they are few. In the rows of a tile: channels of one tap or, where there are few,
// of neighbouring taps, whose inputs lie one after another, and of the same taps in the kernel's next rows.
// Sums stay in registers for a few rows of one image, so that what they read is in the cache for all taps.

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
    if constexpr (abreast > 1) {
      Operands<float> all = o;
      all.result = o.scratch;
      all.scratch += abreast_sums;
      for (std::size_t n = 0; n < abreast_sums; ++n) all.result[n] = 0;
      add_weights(all);
      add_each_abreast(all.result, o.result);
    } else {
      add_weights(o);
    }
    add_bias_gradient<G>(o);
  }

  static void add_images(const Operands<float>& o) {
    if constexpr (G.window().is_pointwise()) return add_pixels(o);
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
                    if (depth.inside(a, q)) taps_of_plane<vectors, ragged>(d, place, q);
                });
  }

 private:
  static constexpr std::size_t abreast = gradients_abreast(G, target);
  static constexpr std::size_t abreast_sums = with_abreast(G, abreast).weight_count();

  static void add_weights(const Operands<float>& o) {
    if constexpr (pads_image(G, target)) {
      for (std::size_t n = 0; n < o.images; ++n) {
        Operands<float> one = image_of<G>(o, n, 0);
        lay_out(one.input, o.scratch);
        one.input = o.scratch;
        WeightGradient<with_abreast(with_padding(G), abreast)>::add_images(one);
      }
    } else {
      WeightGradient<with_abreast(G, abreast)>::add_images(o);
    }
  }
  /// Each weight's sums, one for each of the outputs abreast.
  static void add_each_abreast(const float* HWY_RESTRICT from, float* HWY_RESTRICT to) {
    constexpr std::size_t taps = width.kernel + (abreast - 1) * width.stride;
    for (std::size_t row = 0; row < depth.kernel * height.kernel; ++row)
      for (std::size_t s = 0; s < width.kernel; ++s)
        for (std::size_t c = 0; c < channels; ++c, to += G.filters)
          for (std::size_t n = 0; n < abreast; ++n) {
            const float* sums =
                from + (((row * taps + s + n * width.stride) * channels + c) * abreast + n) * G.filters;
            for (std::size_t k = 0; k < G.filters; ++k) to[k] += sums[k];
          }
  }

  /// Where every pixel is on its own, those of all images make one row.
  static void add_pixels(const Operands<float>& o) {
    const FloatTag d;
    const std::size_t all = o.images * G.window().input_positions();
    for (std::size_t first = 0; first < all; first += pixels_at_once) {
      const std::size_t end = first + pixels_at_once < all ? first + pixels_at_once : all;
      for (std::size_t group = 0; group < G.groups; ++group)
        for_each_block<G.group_filters(), 2>(
            d, [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
              const std::size_t filter = group * G.group_filters() + k;
              const Place place{
                  o.input + group * channels, o.output_gradient + filter, o.result + filter, 0, 0, 1, left};
              rows_of<channels, vectors, ragged>(d, place, 0, 0, 0, first, end);
            });
    }
  }
  /// As for rows, but no fewer than let the sums that are added to memory be little of the work.
  static constexpr std::size_t pixels_at_once = [] {
    constexpr std::size_t most = small_second_level_cache / 2 / (G.channels + G.filters);
    return most < 128 ? 128 : most;
  }();

  /// Rows of outputs for which sums stay in registers: what they read, and their gradients, fill half of a
  /// small second-level cache.
  static constexpr std::size_t rows_at_once = [] {
    const std::size_t row = width.in * G.channels * height.stride + width.out() * G.filters;
    constexpr std::size_t most = small_second_level_cache / 2;
    return row >= most ? 1 : most / row;
  }();
  /// The numbers of a row that a window reads lie one after another.
  static constexpr std::size_t run_of_taps = width.kernel * channels;

  /// An image with what windows read of its padding.
  static void lay_out(const float* HWY_RESTRICT x, float* HWY_RESTRICT to) {
    constexpr ConvolutionGeometry to_g = with_padding(G);
    constexpr std::size_t row = to_g.width.in * G.channels;
    constexpr std::size_t before = (width.before < to_g.width.in ? width.before : to_g.width.in) * G.channels;
    constexpr std::size_t left = row - before;
    constexpr std::size_t inside = left < width.in * G.channels ? left : width.in * G.channels;
    const auto clear = [](float* from, std::size_t count) HWY_ATTR {
      for (std::size_t n = 0; n < count; ++n) from[n] = 0;
    };
    for (std::size_t a = 0; a < depth.in; ++a)
      for (std::size_t i = 0; i < to_g.height.in; ++i, to += row) {
        if (i < height.before || i >= height.before + height.in) {
          clear(to, row);
          continue;
        }
        clear(to, before);
        copy<inside>(x + (a * height.in + i - height.before) * width.in * G.channels, to + before);
        clear(to + before + inside, left - inside);
      }
  }

  struct Place {
    const float* HWY_RESTRICT x;
    const float* HWY_RESTRICT dy;
    float* HWY_RESTRICT dw;
    std::size_t a;
    std::size_t first;  ///< Rows of outputs,
    std::size_t end;
    std::size_t left;
  };

  /// The taps of plane `q` of the kernel.
  template <std::size_t Vectors, bool Ragged>
  static HWY_INLINE void taps_of_plane(FloatTag d, const Place& place, std::size_t q) {
    constexpr std::size_t largest = largest_rows(Vectors);
    if constexpr (joins_taps(G) && !height.reads_padding() && !width.reads_padding()) {
      if constexpr (2 * run_of_taps <= largest && height.dilation == 1) {
        // Taps of several rows of the kernel.
        constexpr std::size_t all = height.kernel * run_of_taps;
        constexpr std::size_t rows = balanced_rows(all, largest);
        for_each_index<0, (all + rows - 1) / rows>([&](auto tile) HWY_ATTR __attribute__((always_inline)) {
          constexpr std::size_t first = tile * rows;
          constexpr std::size_t count = all - first < rows ? all - first : rows;
          add<count, Vectors, Ragged, first % run_of_taps>(d, place, q, first / run_of_taps, 0,
                                                           first % run_of_taps, 0, width.out());
        });
      } else {
        for (std::size_t r = 0; r < height.kernel; ++r)
          rows_of<run_of_taps, Vectors, Ragged>(d, place, q, r, 0, 0, width.out());
      }
    } else {
      for (std::size_t r = 0; r < height.kernel; ++r)
        for (std::size_t s = 0; s < width.kernel; ++s)
          rows_of<channels, Vectors, Ragged>(d, place, q, r, s, windows_inside<width>[s].first,
                                             windows_inside<width>[s].end);
    }
  }

  /// `Count` rows from tap `s` on, over columns `first` to `end` - 1.
  template <std::size_t Count, std::size_t Vectors, bool Ragged>
  static HWY_INLINE void rows_of(FloatTag d, const Place& place, std::size_t q, std::size_t r, std::size_t s,
                                 std::size_t first, std::size_t end) {
    // Rows are added to, so none may be done twice.
    constexpr std::size_t rows = balanced_rows(Count, largest_rows(Vectors));
    std::size_t c = 0;
    for (; c + rows <= Count; c += rows) add<rows, Vectors, Ragged>(d, place, q, r, s, c, first, end);
    if constexpr (Count % rows != 0) add<Count % rows, Vectors, Ragged>(d, place, q, r, s, c, first, end);
  }

  /// Rows `c` to `c` + Rows - 1, counted in channels from tap `s` on, over columns `first` to `end` - 1. More
  /// rows than a row of the kernel has go on in its next.
  template <std::size_t Rows, std::size_t Vectors, bool Ragged, std::size_t First = 0, class... Sums>
  static HWY_INLINE void add(FloatTag d, const Place& place, std::size_t q, std::size_t r, std::size_t s,
                             std::size_t c, std::size_t first, std::size_t end, Sums&... sums) {
    if constexpr (sizeof...(Sums) < Rows * Vectors) {
      if (sizeof...(Sums) == 0 && first >= end) return;
      FloatVector sum = hn::Zero(d);
      add<Rows, Vectors, Ragged, First>(d, place, q, r, s, c, first, end, sums..., sum);
    } else {
      // Channels of one tap are fewer than a run.
      constexpr ProductStrides strides{1,           width.stride * G.channels, G.filters,
                                       run_of_taps, width.in * G.channels,     First};
      const WindowRange inside = windows_inside<height>[r];
      const std::size_t top = place.first > inside.first ? place.first : inside.first;
      const std::size_t bottom = place.end < inside.end ? place.end : inside.end;
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
