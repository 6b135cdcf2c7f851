// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_TILES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_TILES_INL_H_
#undef ETCH_OPS_CONVOLUTION_TILES_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_TILES_INL_H_
#endif

#include <etch/ops/tile-inl.h>
#include <etch/indices.hpp>
#include <etch/ops/convolution/tiles.hpp>
#include <etch/ops/elementwise/select.hpp>

#include <array>
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
    const FloatTag d;
    const std::size_t first_filter = share.begin(blocks) * P.vectors * hn::Lanes(d);
    const std::size_t end_filter = share.end(blocks) * P.vectors * hn::Lanes(d);
    const auto place = [&](std::size_t k, std::size_t left, std::size_t image, std::size_t a, std::size_t i)
                           HWY_ATTR {
                             // Blocks before this one are full, so they are as long as their filters.
                             const std::size_t output = image * P.out_size + k;
                             return Place{x + image * P.in_size + (P.by_channel ? k : 0),
                                          w + k * P.taps() * P.channels,
                                          bias + (P.bias ? k : 0),
                                          other + (P.epilogue.adds_other ? output : 0),
                                          y + output,
                                          a,
                                          i,
                                          left,
                                          0};
                           };
    // Calls f(first filter, vectors, ragged, lanes of the last) for the blocks that this thread does.
    const auto for_each = [&](const auto& f) HWY_ATTR {
      for_each_block<P.filters, P.vectors>(
          d, [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
            if (shares_filters && (k < first_filter || k >= end_filter)) return;
            f(k, vectors, ragged, left);
          });
    };
    if constexpr (P.order == TileOrder::tiles) {
      for_each_row(images, share, [&](std::size_t image, std::size_t a, std::size_t i) HWY_ATTR {
        for_each_tile_of_row([&](std::size_t j, auto columns, auto clip) HWY_ATTR {
          for_each([&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
            tile<columns, vectors, ragged, clip.value>(d, place(k, left, image, a, i), j);
          });
        });
        if constexpr (activates_later)
          for_each([&](std::size_t k, auto vectors, auto ragged, std::size_t left)
                       HWY_ATTR { activate<vectors, ragged>(d, place(k, left, image, a, i)); });
      });
    } else if constexpr (P.order == TileOrder::rows) {
      for_each_row(images, share, [&](std::size_t image, std::size_t a, std::size_t i) HWY_ATTR {
        for_each([&](std::size_t k, auto vectors, auto ragged, std::size_t left)
                     HWY_ATTR { row<vectors, ragged>(d, place(k, left, image, a, i)); });
      });
    } else {
      // Weights of a block are read from memory once for all images.
      for_each([&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
        for (std::size_t c = 0; c < P.channels; c += P.part_channels)
          for_each_row(images, share, [&](std::size_t image, std::size_t a, std::size_t i) HWY_ATTR {
            Place part = place(k, left, image, a, i);
            part.x += c;
            part.w += c * P.together * vectors * hn::Lanes(d);
            part.channel = c;
            row<vectors, ragged>(d, part);
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

  /// Floats in a line of the cache.
  static constexpr std::size_t line = 16;
  static constexpr std::size_t row_weights = P.width.taps * P.channels;
  /// The taps of a row and their channels lie one after another in the input too: one run of products.
  static constexpr bool contiguous = width.in_pitch == P.channels && width.dilation == 1;

  /// What all tiles of a row and a block of filters share.
  struct Place {
    const float* HWY_RESTRICT x;
    const float* HWY_RESTRICT w;
    const float* HWY_RESTRICT bias;
    const float* HWY_RESTRICT other;
    float* HWY_RESTRICT y;
    std::size_t a;
    std::size_t i;
    std::size_t left;
    std::size_t channel;  ///< The first of the part.

    HWY_INLINE bool is_last_part() const { return !in_parts || channel + P.part_channels >= P.channels; }
  };
  static constexpr bool in_parts = P.part_channels < P.channels;

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
      constexpr std::size_t column = sizeof...(Sums) / Vectors;
      constexpr std::size_t vector = sizeof...(Sums) % Vectors;
      constexpr bool is_first = sizeof...(Sums) < Columns * Vectors;
      FloatVector sum = hn::Zero(d);
      if (is_first && in_parts && place.channel != 0)
        sum = load_of_row<Vectors, Ragged>(d, place.y + output(place, j + column), vector, place.left);
      else if constexpr (is_first && P.bias)
        sum = hn::LoadU(d, bias + vector * hn::Lanes(d));
      compute<Columns, Vectors, Ragged, Clip>(d, place, bias, j, sums..., sum);
    } else {
      // Where tap 0 of column j lies, or would.
      const float* from = place.x + width.position(j, 0) * static_cast<std::ptrdiff_t>(width.in_pitch);
      if constexpr (P.fetches_output) fetch_output<Columns>(place, j + Columns);
      const Input<Vectors, Ragged> input{place.left, place.channel, place.w, ahead<Vectors>(place, j)};
      add_taps<Columns, Vectors, Clip>(input, from, place.w, place.a, place.i, sums...);
      const std::size_t at = output(place, j);
      constexpr std::make_index_sequence<Columns * Vectors> all;
      if (place.is_last_part())
        finish<stored, Vectors, Ragged>(d, place.y + at, place.other + (P.epilogue.adds_other ? at : 0),
                                        place.left, all, sums...);
      else
        finish<Epilogue{}, Vectors, Ragged>(d, place.y + at, nullptr, place.left, all, sums...);
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
    if constexpr (activates_later)
      if (place.is_last_part()) activate<Vectors, Ragged>(d, place);
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

  /// The weights of a step in lines of the cache; those of the next block that a tile fetches for each step,
  /// so that its tiles together fetch the block, each one stretch of it.
  template <std::size_t Vectors>
  static constexpr std::size_t step_lines = (P.together * Vectors * target.lanes + line - 1) / line;
  template <std::size_t Vectors>
  static constexpr std::size_t fetched = (step_lines<Vectors> + P.tiles() - 1) / P.tiles();

  template <std::size_t Vectors>
  static HWY_INLINE const float* ahead(const Place& place, std::size_t j) {
    if constexpr (!P.fetches_ahead) return nullptr;
    constexpr std::size_t steps = P.taps() / P.together * P.channels;
    constexpr std::size_t parts = (step_lines<Vectors> + fetched<Vectors> - 1) / fetched<Vectors>;
    const std::size_t part = (place.i * P.row_tiles() + j / P.columns) % parts;
    return place.w + steps * (P.together * Vectors * hn::Lanes(FloatTag()) + part * fetched<Vectors> * line);
  }

  /// What of the input meets vector number `vector` of the weights of its tap.
  template <std::size_t Vectors, bool Ragged>
  struct Input {
    std::size_t left;                   ///< Lanes of the last vector.
    std::size_t channel;                ///< The first of the part.
    const float* HWY_RESTRICT weights;  ///< Of the block,
    const float* HWY_RESTRICT ahead;    ///< and those of the next that this tile fetches.

    HWY_INLINE FloatVector operator()(const float* x, std::size_t vector) const {
      const FloatTag d;
      if constexpr (P.by_channel)
        return load_of_row<Vectors, Ragged>(d, x, vector, left);
      else
        return hn::Set(d, *x);
    }
    /// How many channels this part has.
    HWY_INLINE std::size_t channels() const {
      if constexpr (!in_parts) return P.channels;
      return P.channels - channel < P.part_channels ? P.channels - channel : P.part_channels;
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

  /// The taps of one row of the kernel.
  template <std::size_t Columns, std::size_t Vectors, TileClip Clip, class In, class... Sums>
  static HWY_INLINE void add_row(In in, const float* HWY_RESTRICT row, const float* HWY_RESTRICT w,
                                 Sums&... sums) {
    constexpr TileStep all{width, Columns, Vectors, 0, P.together, Clip};
    if constexpr (P.together == width.taps) {
      add_channels<all>(in, row, w, in.channels(), sums...);
    } else if constexpr (Clip == TileClip{0, P.reach_of(Columns)}) {
      constexpr TileStep one{width, Columns, Vectors, 0, 1, TileClip{0, (Columns - 1) * width.stride + 1}};
      if constexpr (contiguous) {
        add_channels<one>(in, row, w, row_weights, sums...);
      } else {
        for (std::size_t s = 0; s < width.taps; ++s)
          add_channels<one>(in, row + s * width.dilation * width.in_pitch,
                            w + s * P.channels * Vectors * hn::Lanes(FloatTag()), P.channels, sums...);
      }
    } else {
      add_clipped_taps<TileStep{width, Columns, Vectors, 0, 1, Clip}>(in, row, w, sums...);
    }
  }
  /// Tap after tap, from that of `S` on. Not a loop over lambdas: what a lambda refers to would go to memory.
  template <TileStep S, class In, class... Sums>
  static HWY_INLINE void add_clipped_taps(In in, const float* HWY_RESTRICT row, const float* HWY_RESTRICT w,
                                          Sums&... sums) {
    add_channels<S>(in, row, w, P.channels, sums...);
    if constexpr (S.tap + 1 < width.taps) {
      add_clipped_taps<S.next()>(in, row, w + P.channels * S.vectors * hn::Lanes(FloatTag()), sums...);
    }
  }

  /// One step for each of `count` channels.
  template <TileStep S, class In, class... Sums>
  static HWY_INLINE void add_channels(In in, const float* HWY_RESTRICT x, const float* HWY_RESTRICT w,
                                      std::size_t count, Sums&... sums) {
    constexpr std::size_t fetches = P.fetches_ahead ? fetched<S.vectors> : 0;
    const std::size_t step = P.together * S.vectors * hn::Lanes(FloatTag());
    const float* ahead = in.ahead;
    if constexpr (fetches > 0) ahead += static_cast<std::size_t>(w - in.weights) / step * (fetches * line);
    const std::size_t weights = S.taps * S.vectors * hn::Lanes(FloatTag());
    constexpr std::size_t at_a_time = channels_at_a_time(S.columns, S.vectors, S.taps, target.registers);
    if constexpr (S.count() > 0 && P.partial_sums == 2) {
      std::size_t c = 0;
#pragma GCC unroll 1
      for (; c + 2 <= count; c += 2, x += 2, w += 2 * weights, ahead += 2 * fetches * line) {
        add_channel<S, fetches>(in, x, w, ahead, sums...);
        add_channel<S, fetches, 1>(in, x + 1, w + weights, ahead + fetches * line, sums...);
      }
      if (c < count) add_channel<S, fetches>(in, x, w, ahead, sums...);
    } else if constexpr (S.count() > 0 && at_a_time == 4) {
#pragma GCC unroll 4
      for (std::size_t c = 0; c < count; ++c, x = counted_up(x), w += weights, ahead += fetches * line)
        add_channel<S, fetches>(in, x, w, ahead, sums...);
    } else if constexpr (S.count() > 0) {
#pragma GCC unroll 1
      for (std::size_t c = 0; c < count; ++c, ++x, w += weights, ahead += fetches * line)
        add_channel<S, fetches>(in, x, w, ahead, sums...);
    }
  }
  template <TileStep S, std::size_t Fetches, std::size_t Part = 0, class In, class... Sums>
  static HWY_INLINE void add_channel(In in, const float* HWY_RESTRICT x, const float* HWY_RESTRICT w,
                                     const float* ahead, Sums&... sums) {
    for (std::size_t n = 0; n < Fetches; ++n) fetch(ahead + n * line);
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
