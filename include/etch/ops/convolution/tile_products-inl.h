// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_TILE_PRODUCTS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_TILE_PRODUCTS_INL_H_
#undef ETCH_OPS_CONVOLUTION_TILE_PRODUCTS_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_TILE_PRODUCTS_INL_H_
#endif

#include <etch/ops/tile-inl.h>
#include <etch/ops/convolution/tiles.hpp>

#include <utility>

// What the tiles of convolutions add up: taps, their rows, the channels of each.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// `P`: of which tiles. Sums are passed on as locals, columns x vectors of them.
template <TilePlan P>
struct TileProducts {
  static constexpr TileAxis depth = P.depth;
  static constexpr TileAxis height = P.height;
  static constexpr TileAxis width = P.width;

  /// What of the input meets vector number `vector` of the weights of its tap.
  template <std::size_t Vectors, bool Ragged>
  struct Input {
    std::size_t left;                   ///< Lanes of the last vector.
    const float* HWY_RESTRICT weights;  ///< Of the block,
    const float* HWY_RESTRICT ahead;    ///< and those of the next that this tile fetches.

    HWY_INLINE FloatVector operator()(const float* x, std::size_t vector) const {
      const FloatTag d;
      if constexpr (P.by_channel)
        return load_of_row<Vectors, Ragged>(d, x, vector, left);
      else
        return hn::Set(d, *x);
    }
  };

  /// sums += all taps that are inside.
  template <std::size_t Columns, std::size_t Vectors, TileClip Clip, class In, class... Sums>
  static HWY_INLINE void add_taps(In in, const float* HWY_RESTRICT from, const float* HWY_RESTRICT w,
                                  std::size_t a, std::size_t i, Sums&... sums) {
    for (std::size_t q = 0; q < depth.taps; ++q) {
      if (!depth.inside(a, q)) continue;
      for (std::size_t r = 0; r < height.taps; ++r) {
        const float* weights = w + (q * height.taps + r) * row_weights * Vectors * hn::Lanes(FloatTag());
        const float* row = from + depth.position(a, q) * static_cast<std::ptrdiff_t>(depth.in_pitch) +
                           height.position(i, r) * static_cast<std::ptrdiff_t>(height.in_pitch);
        if (height.inside(i, r)) add_row<Columns, Vectors, Clip>(in, row, weights, sums...);
      }
    }
  }

  /// Where the tile from column `j` of row `i` fetches.
  template <std::size_t Vectors>
  static HWY_INLINE const float* ahead(const float* w, std::size_t i, std::size_t j) {
    if constexpr (!P.fetches_ahead) return nullptr;
    constexpr std::size_t steps = P.taps() / P.together * P.channels;
    constexpr std::size_t parts = (step_floats<Vectors> + fetched<Vectors> - 1) / fetched<Vectors>;
    const std::size_t part = (i * P.row_tiles() + (j + P.columns - 1) / P.columns) % parts;
    return w + steps * (P.together * Vectors * hn::Lanes(FloatTag()) + part * fetched<Vectors>);
  }

 private:
  /// Floats in a line of the cache.
  static constexpr std::size_t line = 16;
  static constexpr std::size_t row_weights = P.width.taps * P.channels;
  /// The taps of a row and their channels lie one after another in the input too: one run of products.
  static constexpr bool contiguous = width.in_pitch == P.channels && width.dilation == 1;

  /// Floats of weights that a step reads, and those of the next block for which a tile fetches with it, so
  /// that the tiles together fetch the block, each one stretch: evenly, or lines that have long to come would
  /// keep the tile's own input waiting. Fewer than a line: several steps ask for the same one.
  template <std::size_t Vectors>
  static constexpr std::size_t step_floats = (P.together * Vectors) * target.lanes;
  template <std::size_t Vectors>
  static constexpr std::size_t fetched = (step_floats<Vectors> + P.tiles() - 1) / P.tiles();

  /// The taps of one row of the kernel.
  template <std::size_t Columns, std::size_t Vectors, TileClip Clip, class In, class... Sums>
  static HWY_INLINE void add_row(In in, const float* HWY_RESTRICT row, const float* HWY_RESTRICT w,
                                 Sums&... sums) {
    constexpr TileStep all{width, Columns, Vectors, 0, P.together, Clip};
    if constexpr (P.together == width.taps) {
      add_channels<all, P.channels>(in, row, w, sums...);
    } else if constexpr (Clip == TileClip{0, P.reach_of(Columns)}) {
      constexpr TileStep one{width, Columns, Vectors, 0, 1, TileClip{0, (Columns - 1) * width.stride + 1}};
      if constexpr (contiguous) {
        add_channels<one, row_weights>(in, row, w, sums...);
      } else {
        for (std::size_t s = 0; s < width.taps; ++s)
          add_channels<one, P.channels>(in, row + s * width.dilation * width.in_pitch,
                                        w + s * P.channels * Vectors * hn::Lanes(FloatTag()), sums...);
      }
    } else {
      add_clipped_taps<TileStep{width, Columns, Vectors, 0, 1, Clip}>(in, row, w, sums...);
    }
  }
  /// Tap after tap, from that of `S` on. Not a loop over lambdas: what a lambda refers to would go to memory.
  template <TileStep S, class In, class... Sums>
  static HWY_INLINE void add_clipped_taps(In in, const float* HWY_RESTRICT row, const float* HWY_RESTRICT w,
                                          Sums&... sums) {
    add_channels<S, P.channels>(in, row, w, sums...);
    if constexpr (S.tap + 1 < width.taps) {
      add_clipped_taps<S.next()>(in, row, w + P.channels * S.vectors * hn::Lanes(FloatTag()), sums...);
    }
  }

  /// One step for each of `Count` channels.
  template <TileStep S, std::size_t Count, class In, class... Sums>
  static HWY_INLINE void add_channels(In in, const float* HWY_RESTRICT x, const float* HWY_RESTRICT w,
                                      Sums&... sums) {
    constexpr std::size_t fetches = P.fetches_ahead ? fetched<S.vectors> : 0;
    const std::size_t step = P.together * S.vectors * hn::Lanes(FloatTag());
    const float* ahead = in.ahead;
    if constexpr (fetches > 0) ahead += static_cast<std::size_t>(w - in.weights) / step * fetches;
    const std::size_t weights = S.taps * S.vectors * hn::Lanes(FloatTag());
    constexpr std::size_t at_a_time =
        channels_at_a_time(S.columns, S.vectors, S.taps, target.registers, Count);
    if constexpr (S.count() > 0 && P.partial_sums == 2) {
      std::size_t c = 0;
#pragma GCC unroll 1
      for (; c + 2 <= Count; c += 2, x += 2, w += 2 * weights, ahead += 2 * fetches) {
        add_channel<S, fetches>(in, x, w, ahead, sums...);
        add_channel<S, fetches, 1>(in, x + 1, w + weights, ahead + fetches, sums...);
      }
      if (c < Count) add_channel<S, fetches>(in, x, w, ahead, sums...);
    } else if constexpr (S.count() > 0 && at_a_time == 4) {
#pragma GCC unroll 4
      for (std::size_t c = 0; c < Count; ++c, x = counted_up(x), w += weights, ahead += fetches)
        add_channel<S, fetches>(in, x, w, ahead, sums...);
    } else if constexpr (S.count() > 0 && at_a_time == 3) {
#pragma GCC unroll 3
      for (std::size_t c = 0; c < Count; ++c, x = counted_up(x), w += weights, ahead += fetches)
        add_channel<S, fetches>(in, x, w, ahead, sums...);
    } else if constexpr (S.count() > 0) {
#pragma GCC unroll 1
      for (std::size_t c = 0; c < Count; ++c, ++x, w += weights, ahead += fetches)
        add_channel<S, fetches>(in, x, w, ahead, sums...);
    }
  }
  template <TileStep S, std::size_t Fetches, std::size_t Part = 0, class In, class... Sums>
  static HWY_INLINE void add_channel(In in, const float* HWY_RESTRICT x, const float* HWY_RESTRICT w,
                                     const float* ahead, Sums&... sums) {
    for (std::size_t n = 0; n < Fetches; n += line) fetch(ahead + n);
    add_step<S, Part, sizeof...(Sums)>(in, x, w, sums...);
  }
  /// Into the second-level cache: in the first it would be in the way.
  static HWY_INLINE void fetch(const float* p) { __builtin_prefetch(p, 0, 2); }

  /// The weights become locals after the sums.
  template <TileStep S, std::size_t Part, std::size_t Sums, class In, class... Vectors>
  static HWY_INLINE void add_step(In in, const float* HWY_RESTRICT x, const float* HWY_RESTRICT w,
                                  Vectors&... vectors) {
    constexpr std::size_t weights = sizeof...(Vectors) - Sums;
    if constexpr (weights < S.taps * S.vectors) {
      FloatVector weight = hn::LoadU(FloatTag(), w + weights * hn::Lanes(FloatTag()));
      add_step<S, Part, Sums>(in, x, w, vectors..., weight);
    } else {
      add_products<S, Part * S.columns * S.vectors, Sums>(in, x, std::make_index_sequence<S.count()>{},
                                                          vectors...);
    }
  }
  template <TileStep S, std::size_t First, std::size_t Sums, std::size_t... N, class In, class... Vectors>
  static HWY_INLINE void add_products(In in, const float* HWY_RESTRICT x, std::index_sequence<N...>,
                                      Vectors&... vectors) {
    constexpr const auto& products = tile_products<S>;
    ((pick<First + products[N].sum>(vectors...) =
          hn::MulAdd(in(x + products[N].input, products[N].weight % S.vectors),
                     pick<Sums + products[N].weight>(vectors...), pick<First + products[N].sum>(vectors...))),
     ...);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
