// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_TILES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_TILES_INL_H_
#undef ETCH_OPS_CONVOLUTION_TILES_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_TILES_INL_H_
#endif

#include <etch/ops/convolution/tile_products-inl.h>
#include <etch/ops/tile-inl.h>
#include <etch/indices.hpp>
#include <etch/ops/convolution/tiles.hpp>
#include <etch/ops/elementwise/select.hpp>

#include <utility>

// The loops that convolutions, their gradients by the input and transposed convolutions share, on packed
// weights. In lanes: filters, of several outputs where they are few. In registers: a tile of columns x
// vectors of sums, the weights of the taps that go together, and one broadcast input, which meets every
// column that it is a tap of.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// `P`: what is computed and in which tiles.
template <TilePlan P>
struct Tiles {
  using Products = TileProducts<P>;
  static constexpr TileAxis depth = P.depth;
  static constexpr TileAxis height = P.height;
  static constexpr TileAxis width = P.width;

  /// Blocks of filters.
  static constexpr std::size_t blocks =
      (P.filters + P.vectors * target.lanes - 1) / (P.vectors * target.lanes);

  /// Of one group: `x` its first number in the first image, `w` the group's packed weights, `bias` its packed
  /// biases, `y` and `other` the first filter's output.
  /// Threads share the rows, or where there are few of them the blocks of filters.
  static HWY_INLINE void run(std::size_t images, Share share, const float* HWY_RESTRICT x,
                             const float* HWY_RESTRICT w, const float* HWY_RESTRICT bias,
                             const float* HWY_RESTRICT other, float* HWY_RESTRICT y) {
    const std::size_t first_filter = share.begin(blocks) * P.vectors * hn::Lanes(FloatTag());
    const std::size_t end_filter = share.end(blocks) * P.vectors * hn::Lanes(FloatTag());
    // What a lambda refers to may be read from memory again for each tile, one address after the other: so
    // these copy it, and those between two tiles are part of their caller.
    const auto place = [=](std::size_t image, std::size_t a, std::size_t i) HWY_ATTR {
      const std::size_t output = image * P.out_size;
      return Place{
          x + image * P.in_size, w, bias, other + (P.epilogue.adds_other ? output : 0), y + output, a, i};
    };
    // Calls f(first filter, vectors, ragged, lanes of the last) for the blocks that this thread does.
    const auto for_each = [=](const auto& f) HWY_ATTR __attribute__((always_inline)) {
      for_each_block<P.filters, P.vectors>(
          FloatTag(), [ =, &f ](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR
          __attribute__((always_inline)) {
            if (shares_filters && (k < first_filter || k >= end_filter)) return;
            f(k, vectors, ragged, left);
          });
    };
    if constexpr (P.order == TileOrder::tiles) {
      for_each_row(images, share, [&](std::size_t image, std::size_t a, std::size_t i) HWY_ATTR {
        const Place first = place(image, a, i);
        for_each_tile_of_row([=](std::size_t j, auto columns,
                                 auto clip) HWY_ATTR __attribute__((always_inline)) {
          for_each([=](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR
                   __attribute__((always_inline)) {
                     tile<columns, vectors, ragged, clip.value>(FloatTag(), first.of_block(k, left), j);
                   });
        });
        if constexpr (activates_later)
          for_each([=](std::size_t k, auto vectors, auto ragged, std::size_t left)
                       HWY_ATTR { activate<vectors, ragged>(FloatTag(), first.of_block(k, left)); });
      });
    } else if constexpr (P.order == TileOrder::rows) {
      for_each_row(images, share, [&](std::size_t image, std::size_t a, std::size_t i) HWY_ATTR {
        for_each([=](std::size_t k, auto vectors, auto ragged, std::size_t left)
                     HWY_ATTR { row<vectors, ragged>(FloatTag(), place(image, a, i).of_block(k, left)); });
      });
    } else {
      // Weights of a block are read from memory once for all images.
      for_each([=](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
        for_each_row(images, share, [&](std::size_t image, std::size_t a, std::size_t i) HWY_ATTR {
          row<vectors, ragged>(FloatTag(), place(image, a, i).of_block(k, left));
        });
      });
    }
  }

 private:
  /// Calls f(image, plane, row) for each row of outputs that this thread does.
  template <class F>
  static HWY_INLINE void for_each_row(std::size_t images, Share share, const F& f) {
    const std::size_t rows = depth.out * height.out;
    const std::size_t begin = shares_filters ? 0 : share.begin(rows);
    const std::size_t end = shares_filters ? rows : share.end(rows);
    for (std::size_t image = 0; image < images; ++image)
      for (std::size_t n = begin; n < end; ++n) f(image, n / height.out, n % height.out);
  }
  static constexpr bool shares_filters = depth.out * height.out < 8;

  /// What all tiles of a row and a block of filters, or the first, share.
  struct Place {
    const float* HWY_RESTRICT x;
    const float* HWY_RESTRICT w;
    const float* HWY_RESTRICT bias;
    const float* HWY_RESTRICT other;
    float* HWY_RESTRICT y;
    std::size_t a;
    std::size_t i;
    std::size_t left = 0;

    /// For the block of filters from `k` on. Those before it are full, so they are as long as their filters.
    HWY_INLINE Place of_block(std::size_t k, std::size_t lanes_of_last) const {
      Place block = *this;
      if (P.by_channel) block.x += k;
      block.w += k * P.taps() * P.channels;
      if (P.bias) block.bias += k;
      if (P.epilogue.adds_other) block.other += k;
      block.y += k;
      block.left = lanes_of_last;
      return block;
    }
  };

  /// One tile, from column `j` on.
  template <std::size_t Columns, std::size_t Vectors, bool Ragged, TileClip Clip>
  static HWY_INLINE void tile(FloatTag d, const Place& place, std::size_t j) {
    compute<Columns, Vectors, Ragged, Clip>(d, place, late(place.bias), j);
  }
  /// The sums become locals one by one.
  template <std::size_t Columns, std::size_t Vectors, bool Ragged, TileClip Clip, class... Sums>
  static HWY_INLINE void compute(FloatTag d, const Place& place, const float* HWY_RESTRICT bias,
                                 std::size_t j, Sums&... sums) {
    if constexpr (sizeof...(Sums) < Columns * Vectors * P.partial_sums) {
      FloatVector sum = hn::Zero(d);
      if constexpr (P.bias && sizeof...(Sums) < Columns * Vectors)
        sum = hn::LoadU(d, bias + sizeof...(Sums) % Vectors * hn::Lanes(d));
      compute<Columns, Vectors, Ragged, Clip>(d, place, bias, j, sums..., sum);
    } else {
      // Where tap 0 of column j lies, or would.
      const float* from = place.x + width.position(j, 0) * static_cast<std::ptrdiff_t>(width.in_pitch);
      if constexpr (P.fetches_output) fetch_output<Columns>(place, j + Columns);
      const typename Products::template Input<Vectors, Ragged> input{
          place.left, place.w, Products::template ahead<Vectors>(place.w, place.i, j)};
      Products::template add_taps<Columns, Vectors, Clip>(input, from, place.w, place.a, place.i, sums...);
      const std::size_t at = output(place, j);
      if constexpr (P.adds) {
        add_tile<Vectors, Ragged>(d, place.y + at, width.out_pitch, place.left, sums...);
      } else {
        constexpr std::make_index_sequence<Columns * Vectors> all;
        finish<stored, Vectors, Ragged>(d, place.y + at, place.other + (P.epilogue.adds_other ? at : 0),
                                        place.left, all, sums...);
      }
    }
  }

  /// Where column `j` of the outputs lies.
  static HWY_INLINE std::size_t output(const Place& place, std::size_t j) {
    return place.a * depth.out_pitch + place.i * height.out_pitch + j * width.out_pitch;
  }
  /// The lines that a tile from column `j` on writes, to be there by then.
  template <std::size_t Columns>
  static HWY_INLINE void fetch_output(const Place& place, std::size_t j) {
    const float* y = place.y + output(place, j);
    for (std::size_t n = 0; n < Columns; ++n) __builtin_prefetch(y + n * width.out_pitch, 1, 3);
  }

  /// Calls f(first column, columns, clip) for the tiles of a row: the last two are constants.
  template <class F>
  static HWY_INLINE void for_each_tile_of_row(const F& f) {
    constexpr std::size_t fewer = P.row_smaller_tiles();
    if constexpr (fewer > 0) {
      constexpr std::size_t middle = (P.row_tiles() - fewer) * P.columns;
      for_each_whole_tile<0, middle, P.columns>(f);
      for_each_whole_tile<middle, width.out, P.columns - 1>(f);
    } else {
      for_each_tile_with_edges(f);
    }
  }
  /// The same for tiles of `Columns`, of which none has anything outside.
  template <std::size_t First, std::size_t End, std::size_t Columns, class F>
  static HWY_INLINE void for_each_whole_tile(const F& f) {
    constexpr std::integral_constant<TileClip, P.clip_of(First, Columns)> clip;
    for (std::size_t j = First; j < End; j += Columns)
      f(j, std::integral_constant<std::size_t, Columns>{}, clip);
  }
  /// The same where the last tile is what is left.
  template <class F>
  static HWY_INLINE void for_each_tile_with_edges(const F& f) {
    // Tiles at the edges leave out at compile time what is outside; those between are all alike.
    constexpr std::size_t count = width.out / P.columns;
    constexpr std::size_t rest = width.out % P.columns;
    constexpr std::size_t first = P.first_inside();
    constexpr std::size_t end = P.end_inside();
    constexpr std::integral_constant<std::size_t, P.columns> columns;
    const auto at_edge = [&](auto t) HWY_ATTR {
      f(t * P.columns, columns, std::integral_constant<TileClip, P.clip_of(t * P.columns, P.columns)>{});
    };
    for_each_index<0, first>(at_edge);
    if constexpr (first < end)
      for (std::size_t t = first; t < end; ++t)
        f(t * P.columns, columns,
          std::integral_constant<TileClip, P.clip_of(first * P.columns, P.columns)>{});
    for_each_index<end, count>(at_edge);
    if constexpr (rest > 0)
      f(count * P.columns, std::integral_constant<std::size_t, rest>{},
        std::integral_constant<TileClip, P.clip_of(count * P.columns, rest)>{});
  }

  /// One row of outputs of a block.
  template <std::size_t Vectors, bool Ragged>
  static HWY_INLINE void row(FloatTag d, const Place& place) {
    for_each_tile_of_row([&](std::size_t j, auto columns, auto clip) HWY_ATTR __attribute__((always_inline)) {
      tile<columns, Vectors, Ragged, clip.value>(d, place, j);
    });
    if constexpr (activates_later) activate<Vectors, Ragged>(d, place);
  }

  /// A long activation is a loop over what lies in the first-level cache, rather than in each tile once for
  /// each sum.
  static constexpr bool activates_later = is_long(P.epilogue.activation.function);
  static constexpr Epilogue stored{P.epilogue.adds_other,
                                   activates_later ? ElementwiseGeometry{} : P.epilogue.activation};

  /// The row of outputs at `place`, of a block of filters.
  template <std::size_t Vectors, bool Ragged>
  static HWY_INLINE void activate(FloatTag d, const Place& place) {
    float* y = place.y + place.a * depth.out_pitch + place.i * height.out_pitch;
    if constexpr (width.out_pitch == P.filters && P.filters <= Vectors * hn::MaxLanes(FloatTag())) {
      for_each_vector(width.out * P.filters, [&](std::size_t n, auto load, auto store) HWY_ATTR {
        store(activated<P.epilogue.activation>(d, load(y + n)), y + n);
      });
    } else {
      for (std::size_t j = 0; j < width.out; ++j, y += width.out_pitch) {
        constexpr std::size_t whole = Ragged ? Vectors - 1 : Vectors;
        for (std::size_t n = 0; n < whole * hn::Lanes(d); n += hn::Lanes(d))
          hn::StoreU(activated<P.epilogue.activation>(d, hn::LoadU(d, y + n)), d, y + n);
        if constexpr (Ragged) {
          float* last = y + whole * hn::Lanes(d);
          store_first(activated<P.epilogue.activation>(d, load_first(d, last, place.left)), d, last,
                      place.left);
        }
      }
    }
  }

  /// The tile to memory.
  template <Epilogue E, std::size_t Vectors, bool Ragged, std::size_t... N, class... Sums>
  static HWY_INLINE void finish(FloatTag d, float* HWY_RESTRICT y, const float* HWY_RESTRICT other,
                                std::size_t left, std::index_sequence<N...>, const Sums&... sums) {
    const LateConstants number;
    (finish_vector<E, (Ragged && N % Vectors + 1 == Vectors)>(
         d, whole_sum<sizeof...(N), P.partial_sums, N>(sums...), y, other,
         N / Vectors * width.out_pitch + N % Vectors * hn::Lanes(d), left, number),
     ...);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
