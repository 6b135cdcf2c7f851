// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_DEPTHWISE_GRADIENT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_DEPTHWISE_GRADIENT_INL_H_
#undef ETCH_OPS_CONVOLUTION_DEPTHWISE_GRADIENT_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_DEPTHWISE_GRADIENT_INL_H_
#endif

#include <etch/ops/row_sums-inl.h>
#include <etch/ops/tile-inl.h>
#include <etch/ops/convolution/geometry.hpp>

#include <utility>

// dw(tap, c) += sum over images and outputs of x(the tap's input, c) dy(output, c). In lanes: channels. In
// registers: the sums of a block of taps, all of which an output's gradient meets once it is loaded; and so
// many vectors of channels that sums wait little for each other.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <ConvolutionGeometry G>
struct DepthwiseGradient {
  static_assert(G.window().fits());
  static constexpr WindowAxis height = G.height;
  static constexpr WindowAxis width = G.width;
  static constexpr std::size_t channels = G.channels;

  static void run(const Operands<float>& o) {
    for (std::size_t image = 0; image < o.images; ++image)
      for (std::size_t i = 0; i < height.out(); i += rows_at_once) {
        const Part rows = part_of(i, rows_at_once, height.out());
        const float* dy = o.output_gradient + image * G.output_size();
        for (std::size_t j = 0; j < width.out(); j += columns_at_once)
          for_each_block<channels, vectors_at_once>(
              FloatTag(), [&](std::size_t c, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
                add_channels<vectors, ragged>({o.input + image * G.input_size() + c, dy + c, o.result + c,
                                               rows, part_of(j, columns_at_once, width.out()), left});
              });
        // While they are in the cache.
        if constexpr (G.bias)
          add_rows<channels>(dy + rows.first * width.out() * channels, (rows.end - rows.first) * width.out(),
                             o.result + G.weight_count());
      }
  }

 private:
  /// Sums beside which registers have room for a gradient and an input. Larger blocks are slower, as their
  /// code is large (docs/decisions/009).
  static constexpr std::size_t most_sums = G.policy.compact        ? 6
                                           : target.registers < 20 ? target.registers - 4
                                                                   : 16;
  /// Taps of a block: columns of the kernel, all if they fit, and rows.
  static constexpr std::size_t tap_columns = balanced_rows(width.kernel, most_sums);
  static constexpr std::size_t tap_rows = balanced_rows(height.kernel, most_sums / tap_columns);
  /// Of few taps several vectors of channels: a sum waits four cycles for each product before the next.
  static constexpr std::size_t vectors_at_once = [] {
    constexpr std::size_t taps = tap_rows * tap_columns;
    return taps >= 8 ? 1 : taps <= 2 ? 4 : 8 / taps;
  }();
  /// Outputs for which sums stay in registers, of a row, or of rows if they are short: all channels of what
  /// they read stay in a first-level cache, for the blocks of channels that share a line of it.
  static constexpr std::size_t at_once = [] {
    constexpr std::size_t most = first_level_cache / (channels * (tap_rows + 1));
    return most < 14 ? 14 : most;
  }();
  static constexpr std::size_t columns_at_once = balanced_rows(width.out(), at_once);
  static constexpr std::size_t rows_at_once = at_once < 2 * width.out() ? 1 : at_once / width.out();

  struct Part {
    std::size_t first;
    std::size_t end;
  };
  static constexpr Part part_of(std::size_t first, std::size_t count, std::size_t all) {
    return {first, first + count < all ? first + count : all};
  }

  struct Place {
    const float* HWY_RESTRICT x;
    const float* HWY_RESTRICT dy;
    float* HWY_RESTRICT dw;
    Part rows;  ///< Of outputs.
    Part columns;
    std::size_t left;  ///< Lanes of the last vector.
  };

  /// All taps of some channels.
  template <std::size_t Vectors, bool Ragged>
  static HWY_INLINE void add_channels(const Place& place) {
    std::size_t r = 0;
    for (; r + tap_rows <= height.kernel; r += tap_rows) taps_of_rows<tap_rows, Vectors, Ragged>(place, r);
    if constexpr (height.kernel % tap_rows != 0)
      taps_of_rows<height.kernel % tap_rows, Vectors, Ragged>(place, r);
  }
  /// `Rows` rows of taps, from row `r` on.
  template <std::size_t Rows, std::size_t Vectors, bool Ragged>
  static HWY_INLINE void taps_of_rows(const Place& place, std::size_t r) {
    std::size_t s = 0;
    for (; s + tap_columns <= width.kernel; s += tap_columns)
      add<Taps{Rows, tap_columns, Vectors}, Ragged>(place, r, s);
    if constexpr (width.kernel % tap_columns != 0)
      add<Taps{Rows, width.kernel % tap_columns, Vectors}, Ragged>(place, r, s);
  }

  /// The taps of a block, and vectors of channels of each.
  struct Taps {
    std::size_t rows;
    std::size_t columns;
    std::size_t vectors;

    constexpr std::size_t sums() const { return rows * columns * vectors; }
  };
  /// Rows of a block.
  struct Rows {
    std::size_t first;
    std::size_t count;
  };

  /// The block of taps from (r, s) on.
  template <Taps T, bool Ragged, class... Sums>
  static HWY_INLINE void add(const Place& place, std::size_t r, std::size_t s, Sums&... sums) {
    if constexpr (sizeof...(Sums) < T.sums()) {
      FloatVector sum = hn::Zero(FloatTag());
      add<T, Ragged>(place, r, s, sums..., sum);
    } else {
      for (std::size_t i = place.rows.first; i < place.rows.end; ++i) {
        if (height.inside(i, r) && height.inside(i, r + T.rows - 1))
          add_row<T, Rows{0, T.rows}, Ragged>(place, i, r, s, sums...);
        else
          add_rows_inside<T, Ragged>(place, i, r, s, std::make_index_sequence<T.rows>{}, sums...);
      }
      // Taps lie one after another: of part of the columns there is one row.
      static_assert(T.rows == 1 || T.columns == width.kernel);
      add_tile<T.vectors, Ragged>(FloatTag(), place.dw + (r * width.kernel + s) * channels, channels,
                                  place.left, sums...);
    }
  }
  template <Taps T, bool Ragged, std::size_t... R, class... Sums>
  static HWY_INLINE void add_rows_inside(const Place& place, std::size_t i, std::size_t r, std::size_t s,
                                         std::index_sequence<R...>, Sums&... sums) {
    ((height.inside(i, r + R) ? add_row<T, Rows{R, 1}, Ragged>(place, i, r + R, s, sums...) : void()), ...);
  }

  /// What a row of outputs adds to the sums of rows `R`, whose first is row `r` of the kernel.
  template <Taps T, Rows R, bool Ragged, class... Sums>
  static HWY_INLINE void add_row(const Place& place, std::size_t i, std::size_t r, std::size_t s,
                                 Sums&... sums) {
    const Part columns = place.columns;
    // Those all of whose taps are inside.
    const std::size_t first_inside = windows_inside<width>[s].first;
    const std::size_t end_inside = windows_inside<width>[s + T.columns - 1].end;
    const std::size_t first = first_inside < columns.end ? first_inside : columns.end;
    const std::size_t end = end_inside < columns.end ? end_inside : columns.end;
    // Where tap (r, s) of a column lies, or would.
    const auto at = [](std::size_t window, std::size_t tap, const WindowAxis& axis) {
      return static_cast<std::ptrdiff_t>(window * axis.stride + tap * axis.dilation) -
             static_cast<std::ptrdiff_t>(axis.before);
    };
    std::size_t j = columns.first;
    const float* x = place.x + (at(i, r, height) * static_cast<std::ptrdiff_t>(width.in) + at(j, s, width)) *
                                   static_cast<std::ptrdiff_t>(channels);
    const float* dy = place.dy + (i * width.out() + j) * channels;
    const std::size_t left = place.left;
    const auto next = [&]() HWY_ATTR {
      ++j;
      x += width.stride * channels;
      dy += channels;
    };
    constexpr Clip all{0, T.columns};
    if constexpr (has_first_column && T.columns == width.kernel) {
      if (j == 0 && first == 1) {
        add_output<T, R, clip_of(0), Ragged>(x, dy, left, sums...);
        next();
      }
    }
    while (j < first) {
      add_at_edge<T, R, Ragged>(x, dy, j, s, left, sums...);
      next();
    }
    while (j < end) {
      add_output<T, R, all, Ragged>(x, dy, left, sums...);
      next();
    }
    if constexpr (has_last_column && T.columns == width.kernel) {
      if (j + 1 == width.out() && j < columns.end) {
        add_output<T, R, clip_of(width.out() - 1), Ragged>(x, dy, left, sums...);
        next();
      }
    }
    while (j < columns.end) {
      add_at_edge<T, R, Ragged>(x, dy, j, s, left, sums...);
      next();
    }
  }

  /// Which columns of a block's taps are inside: a contiguous range.
  struct Clip {
    std::size_t first;
    std::size_t end;
  };
  /// For output column `j`, of all columns.
  static constexpr Clip clip_of(std::size_t j) {
    Clip clip{0, width.kernel};
    while (clip.first < clip.end && !width.inside(j, clip.first)) ++clip.first;
    while (clip.end > clip.first && !width.inside(j, clip.end - 1)) --clip.end;
    return clip;
  }
  /// Whether the first output, and the last, is the only one that reads padding before the row, and behind.
  static constexpr bool has_first_column = !G.policy.compact && width.first_inside(0) == 1;
  static constexpr bool has_last_column = !G.policy.compact && width.out() > 1 &&
                                          width.end_inside(width.kernel - 1) + 1 == width.out();

  /// The same of an output in `j`, tap column by tap column.
  template <Taps T, Rows R, bool Ragged, class... Sums>
  static HWY_INLINE void add_at_edge(const float* HWY_RESTRICT x, const float* HWY_RESTRICT dy, std::size_t j,
                                     std::size_t s, std::size_t left, Sums&... sums) {
    add_tap_columns<T, R, Ragged>(x, dy, j, s, left, std::make_index_sequence<T.columns>{}, sums...);
  }
  template <Taps T, Rows R, bool Ragged, std::size_t... C, class... Sums>
  static HWY_INLINE void add_tap_columns(const float* HWY_RESTRICT x, const float* HWY_RESTRICT dy,
                                         std::size_t j, std::size_t s, std::size_t left,
                                         std::index_sequence<C...>, Sums&... sums) {
    ((width.inside(j, s + C) ? add_output<T, R, Clip{C, C + 1}, Ragged>(x, dy, left, sums...) : void()), ...);
  }

  /// What an output adds whose gradient is at `dy` and whose first tap at `x`, to those of `C`. The gradient
  /// becomes locals after the sums.
  template <Taps T, Rows R, Clip C, bool Ragged, class... Vectors>
  static HWY_INLINE void add_output(const float* HWY_RESTRICT x, const float* HWY_RESTRICT dy,
                                    std::size_t left, Vectors&... vectors) {
    if constexpr (sizeof...(Vectors) < T.sums() + T.vectors) {
      const FloatVector gradient =
          load_of_row<T.vectors, Ragged>(FloatTag(), dy, sizeof...(Vectors) - T.sums(), left);
      add_output<T, R, C, Ragged>(x, dy, left, vectors..., gradient);
    } else {
      add_taps<T, R, C, Ragged>(x, left, std::make_index_sequence<R.count*(C.end - C.first) * T.vectors>{},
                                vectors...);
    }
  }
  template <Taps T, Rows R, Clip C, bool Ragged, std::size_t... N, class... Vectors>
  static HWY_INLINE void add_taps([[maybe_unused]] const float* HWY_RESTRICT x,
                                  [[maybe_unused]] std::size_t left, std::index_sequence<N...>,
                                  Vectors&... vectors) {
    // Of an output with no tap inside there is nothing.
    [[maybe_unused]] constexpr std::size_t columns = C.end - C.first;
    (add_tap<T, N / T.vectors / columns, C.first + N / T.vectors % columns, N % T.vectors, Ragged>(
         x, left,
         pick<((R.first + N / T.vectors / columns) * T.columns + C.first + N / T.vectors % columns) *
                  T.vectors +
              N % T.vectors>(vectors...),
         pick<T.sums() + N % T.vectors>(vectors...)),
     ...);
  }
  template <Taps T, std::size_t Row, std::size_t Column, std::size_t Vector, bool Ragged>
  static HWY_INLINE void add_tap(const float* HWY_RESTRICT x, std::size_t left, FloatVector& sum,
                                 const FloatVector& gradient) {
    const float* at = x + (Row * height.dilation * width.in + Column * width.dilation) * channels;
    sum = hn::MulAdd(load_of_row<T.vectors, Ragged>(FloatTag(), at, Vector, left), gradient, sum);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
