// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_TILE_INL_H_
#undef ETCH_OPS_TILE_INL_H_
#else
#define ETCH_OPS_TILE_INL_H_
#endif

#include <etch/ops/elementwise/function-inl.h>
#include <etch/ops/vector-inl.h>

#include <cstddef>
#include <type_traits>
#include <utility>

// The register tile that convolutions and dense layers share: Rows x Vectors accumulators, to which the
// products of a column of scalars and a row of vectors are added again and again. In lanes: outputs (filters,
// or channels of a gradient). In registers: the accumulators, one row of vectors, one broadcast. Ragged ends:
// the last vector is masked. Vectors cannot be elements of arrays where their length is not known, so the
// accumulators are a pack of locals that a recursion makes one by one.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// Calls f(v_0, ..., v_{Count-1}) with references to vectors made by make(0), ..., make(Count - 1).
template <std::size_t Count, class Make, class F, class... Vectors>
HWY_INLINE void with_vectors(const Make& make, const F& f, Vectors&... vectors) {
  if constexpr (sizeof...(Vectors) == Count) {
    f(vectors...);
  } else {
    FloatVector vector = make(std::integral_constant<std::size_t, sizeof...(Vectors)>{});
    with_vectors<Count>(make, f, vectors..., vector);
  }
}

/// x + 1, for a loop that does several numbers at a time: clang else counts an index up rather than x, with
/// which each product is two instructions; g++ does not.
HWY_INLINE const float* counted_up(const float* x) { return HWY_COMPILER_CLANG ? late(x + 1) : x + 1; }

/// Vector number `N` of a pack.
template <std::size_t N, class First, class... Rest>
HWY_INLINE auto& pick(First& first, Rest&... rest);

/// Past eight at once: the compiler inlines every call.
template <std::size_t N, class A, class B, class C, class D, class E, class F, class G, class H,
          class... Rest>
HWY_INLINE auto& pick_after_eight(A&, B&, C&, D&, E&, F&, G&, H&, Rest&... rest) {
  return pick<N>(rest...);
}
template <std::size_t N, class First, class... Rest>
HWY_INLINE auto& pick(First& first, Rest&... rest) {
  if constexpr (N == 0)
    return first;
  else if constexpr (N >= 8)
    return pick_after_eight<N - 8>(first, rest...);
  else
    return pick<N - 1>(rest...);
}

/// Of `Parts` partial sums, each `Count` vectors, vector number `N` of the whole.
template <std::size_t Count, std::size_t Parts, std::size_t N, class... Sums>
HWY_INLINE FloatVector whole_sum(const Sums&... sums) {
  if constexpr (Parts == 1)
    return pick<N>(sums...);
  else
    return hn::Add(whole_sum<Count, Parts / 2, N>(sums...),
                   whole_sum<Count, Parts - Parts / 2, N + Parts / 2 * Count>(sums...));
}

/// The strides of a product: a(m, i) lies at m row + i depth, row i of b at i b. Where rows of a come in
/// runs, as many each as `run`, m counts within its run, and runs lie `next` apart.
struct ProductStrides {
  std::size_t row = 1;
  std::size_t depth = 1;
  std::size_t b = 1;
  std::size_t run = 0;
  std::size_t next = 0;
  std::size_t first = 0;  ///< Where in its run the first is.

  constexpr std::size_t of_row(std::size_t m) const {
    return run == 0 ? m * row : (first + m) / run * next + (first + m) % run * row - first * row;
  }
};

/// Where the last of the vectors of a tile is not full: how many of its lanes count.
template <std::size_t Vectors, bool Ragged>
HWY_INLINE FloatVector load_of_row(FloatTag d, const float* HWY_RESTRICT row, std::size_t vector,
                                   std::size_t left) {
  if (Ragged && vector + 1 == Vectors) return load_first(d, row + vector * hn::Lanes(d), left);
  return hn::LoadU(d, row + vector * hn::Lanes(d));
}

template <std::size_t Rows, std::size_t Vectors, bool Ragged, ProductStrides Strides, std::size_t... N,
          class... Numbers>
HWY_INLINE void add_product(FloatTag d, const float* HWY_RESTRICT a, std::index_sequence<N...>,
                            Numbers&... numbers) {
  ((pick<N>(numbers...) = hn::MulAdd(hn::Set(d, a[Strides.of_row(N / Vectors)]),
                                     pick<Rows * Vectors + N % Vectors>(numbers...), pick<N>(numbers...))),
   ...);
}
/// Behind a row of b that is in registers. Where g++ could find it by its address it would read several
/// vectors from memory again for each row of a, twice those that lie in two lines of the cache.
template <std::size_t Vectors>
HWY_INLINE const float* behind_loaded_row(const float* b, std::size_t stride) {
  return HWY_COMPILER_CLANG || Vectors == 1 ? b + stride : late(b + stride);
}
/// The row of b becomes locals after the sums; b goes on to the next.
template <std::size_t Rows, std::size_t Vectors, bool Ragged, ProductStrides Strides, class... Numbers>
HWY_INLINE void load_and_add_product(FloatTag d, const float* HWY_RESTRICT a, const float* HWY_RESTRICT& b,
                                     std::size_t left, Numbers&... numbers) {
  constexpr std::size_t loaded = sizeof...(Numbers) - Rows * Vectors;
  if constexpr (loaded < Vectors) {
    const FloatVector next = load_of_row<Vectors, Ragged>(d, b, loaded, left);
    load_and_add_product<Rows, Vectors, Ragged, Strides>(d, a, b, left, numbers..., next);
  } else {
    b = behind_loaded_row<Vectors>(b, Strides.b);
    add_product<Rows, Vectors, Ragged, Strides>(d, a, std::make_index_sequence<Rows * Vectors>{}, numbers...);
  }
}

/// sum(m, n) += sum over i < depth of a(m, i) b(i, n), m below Rows, n over Vectors vectors, the last with
/// `left` lanes if Ragged.
template <std::size_t Rows, std::size_t Vectors, bool Ragged, ProductStrides Strides, class... Sums>
HWY_INLINE void add_products(FloatTag d, const float* HWY_RESTRICT a, const float* HWY_RESTRICT b,
                             std::size_t depth, std::size_t left, Sums&... sums) {
  static_assert(sizeof...(Sums) == Rows * Vectors);
  // `late`: g++ would keep the numbers of `a` that the next step reads too, and not have the registers.
  for (std::size_t i = 0; i < depth; ++i, a = late(a + Strides.depth))
    load_and_add_product<Rows, Vectors, Ragged, Strides>(d, a, b, left, sums...);
}

/// One vector, `left` lanes of it if Ragged: change(v, place, load) goes to to + place; load(p) reads as much
/// as is written, there too: `to` is not the only way to what lies there.
template <bool Ragged, class Change>
HWY_INLINE void put_vector(FloatTag d, FloatVector v, float* to, std::size_t place, std::size_t left,
                           const Change& change) {
  const auto load = [&](const float* p) HWY_ATTR {
    if constexpr (Ragged)
      return load_first(d, p, left);
    else
      return hn::LoadU(d, p);
  };
  v = change(v, place, load);
  if constexpr (Ragged)
    store_first(v, d, to + place, left);
  else
    hn::StoreU(v, d, to + place);
}
/// The tile to memory: sum(m, n) to to + m stride + n lanes.
template <std::size_t Vectors, bool Ragged, class Change, std::size_t... N, class... Sums>
HWY_INLINE void put_tile(FloatTag d, float* to, std::size_t stride, std::size_t left, const Change& change,
                         std::index_sequence<N...>, const Sums&... sums) {
  (put_vector<(Ragged && N % Vectors + 1 == Vectors)>(
       d, sums, to, N / Vectors * stride + N % Vectors * hn::Lanes(d), left, change),
   ...);
}

/// Overwrites what is there.
template <std::size_t Vectors, bool Ragged, class... Sums>
HWY_INLINE void store_tile(FloatTag d, float* HWY_RESTRICT to, std::size_t stride, std::size_t left,
                           const Sums&... sums) {
  const auto change = [](FloatVector v, std::size_t, const auto&) HWY_ATTR { return v; };
  put_tile<Vectors, Ragged>(d, to, stride, left, change, std::index_sequence_for<Sums...>{}, sums...);
}
/// Adds to what is there.
template <std::size_t Vectors, bool Ragged, class... Sums>
HWY_INLINE void add_tile(FloatTag d, float* HWY_RESTRICT to, std::size_t stride, std::size_t left,
                         Sums&... sums) {
  if constexpr (has_native_masks) {
    // All is read before any is written: a masked read waits for the masked write of the row before it.
    std::size_t n = 0;
    ((sums = hn::Add(sums, load_of_row<Vectors, Ragged>(d, to + n / Vectors * stride, n % Vectors, left)),
      ++n),
     ...);
    store_tile<Vectors, Ragged>(d, to, stride, left, sums...);
  } else {
    const auto change = [to](FloatVector v, std::size_t place, const auto& load)
                            HWY_ATTR { return hn::Add(v, load(to + place)); };
    put_tile<Vectors, Ragged>(d, to, stride, left, change, std::index_sequence_for<Sums...>{}, sums...);
  }
}
/// One vector, finished, to y + place; what the epilogue adds lies at other + place.
template <Epilogue E, bool Ragged, class Number = Constants>
HWY_INLINE void finish_vector(FloatTag d, FloatVector v, float* HWY_RESTRICT y,
                              const float* HWY_RESTRICT other, std::size_t place, std::size_t left,
                              const Number& number = {}) {
  const auto change = [&](FloatVector sum, std::size_t at, const auto& load) HWY_ATTR {
    return finished<E>(d, sum, E.adds_other ? other + at : nullptr, load, number);
  };
  put_vector<Ragged>(d, v, y, place, left, change);
}
/// The same for a tile.
template <Epilogue E, std::size_t Vectors, bool Ragged, class... Sums>
HWY_INLINE void finish_tile(FloatTag d, float* HWY_RESTRICT y, const float* HWY_RESTRICT other,
                            std::size_t stride, std::size_t left, const Sums&... sums) {
  const auto change = [&](FloatVector sum, std::size_t at, const auto& load)
                          HWY_ATTR { return finished<E>(d, sum, E.adds_other ? other + at : nullptr, load); };
  put_tile<Vectors, Ragged>(d, y, stride, left, change, std::index_sequence_for<Sums...>{}, sums...);
}

/// Cuts `Count` outputs into blocks of up to MaxVectors vectors and calls f(begin, vectors, ragged, left) for
/// each: `vectors` and `ragged` are constants, `left` the lanes of the last vector.
template <std::size_t Count, std::size_t MaxVectors, class F>
HWY_INLINE void for_each_block(FloatTag d, const F& f) {
  const std::size_t lanes = hn::Lanes(d);
  constexpr std::size_t full = hn::MaxLanes(FloatTag());
  constexpr std::size_t needed = (Count + full - 1) / full;
  constexpr std::size_t vectors = needed < MaxVectors ? needed : MaxVectors;
  // Where the length is known, blocks that cannot happen are not compiled.
  constexpr bool known = !HWY_HAVE_SCALABLE;
  std::size_t begin = 0;
  if constexpr (!known || Count >= vectors * full)
    for (; begin + vectors * lanes <= Count; begin += vectors * lanes)
      f(begin, std::integral_constant<std::size_t, vectors>{}, std::false_type{}, lanes);
  if constexpr (known) {
    constexpr std::size_t rest = Count % (vectors * full);
    if constexpr (rest > 0) {
      constexpr std::size_t last = (rest + full - 1) / full;
      constexpr bool ragged = rest % full != 0;
      f(begin, std::integral_constant<std::size_t, last>{}, std::bool_constant<ragged>{},
        rest - (last - 1) * full);
    }
  } else {
    for (; begin + lanes <= Count; begin += lanes)
      f(begin, std::integral_constant<std::size_t, 1>{}, std::false_type{}, lanes);
    if (begin < Count) f(begin, std::integral_constant<std::size_t, 1>{}, std::true_type{}, Count - begin);
  }
}

/// Calls f(first, rows) for tiles that cover first ... end - 1: `rows` is the constant Rows, or 1 where there
/// are fewer. The last tile may begin before the end of the one before it: f must be able to do a row twice.
template <std::size_t Rows, class F>
HWY_INLINE void for_each_tile(std::size_t first, std::size_t end, const F& f) {
  if constexpr (Rows > 1) {
    if (end >= first + Rows) {
      std::size_t at = first;
      for (; at + Rows < end; at += Rows) f(at, std::integral_constant<std::size_t, Rows>{});
      f(end - Rows, std::integral_constant<std::size_t, Rows>{});
      return;
    }
  }
  for (; first < end; ++first) f(first, std::integral_constant<std::size_t, 1>{});
}

/// The number of rows, at most `largest`, with which `count` rows fall into tiles with the fewest done twice.
constexpr std::size_t balanced_rows(std::size_t count, std::size_t largest) {
  if (count == 0) return 1;
  const std::size_t tiles = (count + largest - 1) / largest;
  return (count + tiles - 1) / tiles;
}
/// Rows that leave room for `vectors` vectors and a broadcast.
constexpr std::size_t largest_rows(std::size_t vectors) { return (target.registers - vectors - 1) / vectors; }

template <std::size_t Count, std::size_t Largest>
inline constexpr std::size_t vectors_for =
    (Count + hn::MaxLanes(FloatTag()) - 1) / hn::MaxLanes(FloatTag()) < Largest
        ? (Count + hn::MaxLanes(FloatTag()) - 1) / hn::MaxLanes(FloatTag())
        : Largest;

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
