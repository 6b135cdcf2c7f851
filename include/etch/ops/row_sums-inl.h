// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_ROW_SUMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_ROW_SUMS_INL_H_
#undef ETCH_OPS_ROW_SUMS_INL_H_
#else
#define ETCH_OPS_ROW_SUMS_INL_H_
#endif

#include <etch/ops/tile-inl.h>
#include <etch/ops/operation.hpp>

#include <numeric>
#include <utility>

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// result(n) += sum over `rows` rows, `pitch` apart, of from(row, n), n over Vectors vectors. Several rows at
/// a time, each with sums of their own: an addition waits for the one before it.
template <std::size_t Vectors, bool Ragged, class... Sums>
HWY_INLINE void add_block_of_rows(const float* HWY_RESTRICT from, std::size_t rows, std::size_t pitch,
                                  std::size_t left, float* HWY_RESTRICT result, Sums&... sums) {
  const FloatTag d;
  constexpr std::size_t together = 8 / Vectors;
  if constexpr (sizeof...(Sums) < Vectors * together) {
    FloatVector sum = hn::Zero(d);
    add_block_of_rows<Vectors, Ragged>(from, rows, pitch, left, result, sums..., sum);
  } else {
    const auto add = [=]<std::size_t... N>(const float* row, std::index_sequence<N...>, auto&... all) HWY_ATTR
        __attribute__((always_inline)) {
      ((pick<N>(all...) = hn::Add(
            pick<N>(all...), load_of_row<Vectors, Ragged>(d, row + N / Vectors * pitch, N % Vectors, left))),
       ...);
    };
    std::size_t row = 0;
    for (; row + together <= rows; row += together)
      add(from + row * pitch, std::make_index_sequence<Vectors * together>{}, sums...);
    for (; row < rows; ++row) add(from + row * pitch, std::make_index_sequence<Vectors>{}, sums...);
    with_vectors<Vectors>([&](auto n) HWY_ATTR { return whole_sum<Vectors, together, n>(sums...); },
                          [&](auto&... whole)
                              HWY_ATTR { add_tile<Vectors, Ragged>(d, result, 0, left, whole...); });
  }
}

/// Rows one after another that fill whole vectors: the lanes are full where one row would leave some empty.
/// 1: a row fills vectors itself, or so many would be too long.
template <std::size_t Count>
inline constexpr std::size_t rows_of_vectors = [] {
  constexpr std::size_t rows = target.lanes / std::gcd(Count, target.lanes);
  return target.packs() && Count * rows <= 8 * target.lanes ? rows : 1;
}();

/// result(k) += sum over the rows of from(row, k), each of `Count` numbers.
template <std::size_t Count>
HWY_INLINE void add_each_row(const float* HWY_RESTRICT from, std::size_t rows, float* HWY_RESTRICT result) {
  // A part lies in the first-level cache as a whole: of rows of a power of two only few lines would. Parts of
  // many channels are so short that what they give is first added up itself.
  constexpr bool short_parts = Count > 64 && Count <= 1024;
  constexpr std::size_t part = Count > 1024 ? 64 : Count > 512 ? 8 : Count < 8 ? 512 : 4096 / Count;
  const auto add = [](const float* first_row, std::size_t count, float* to) HWY_ATTR {
    for_each_part<part>(count, [=](std::size_t first, std::size_t end) HWY_ATTR {
      for_each_block<Count, 4>(FloatTag(), [=](std::size_t k, auto vectors, auto ragged,
                                               std::size_t left) HWY_ATTR {
        add_block_of_rows<vectors, ragged>(first_row + first * Count + k, end - first, Count, left, to + k);
      });
    });
  };
  if (!short_parts || rows <= 8 * part) return add(from, rows, result);
  if constexpr (short_parts)
    for_each_part<512>(rows, [=](std::size_t first, std::size_t end) HWY_ATTR {
      float sums[Count] = {};
      add(from + first * Count, end - first, sums);
      for (std::size_t k = 0; k < Count; ++k) result[k] += sums[k];
    });
}

/// The same, rows that fill whole vectors together as one.
template <std::size_t Count>
HWY_INLINE void add_rows(const float* HWY_RESTRICT from, std::size_t rows, float* HWY_RESTRICT result) {
  constexpr std::size_t together = rows_of_vectors<Count>;
  if (together == 1 || rows < 16 * together) return add_each_row<Count>(from, rows, result);
  if constexpr (together > 1) {
    constexpr std::size_t all = together * Count;
    float sums[all] = {};
    add_each_row<all>(from, rows / together, sums);
    for (std::size_t n = 0; n < all; ++n) result[n % Count] += sums[n];
    from += rows / together * all;
    for (std::size_t n = 0; n < rows % together * Count; ++n) result[n % Count] += from[n];
  }
}

/// Of the gradient by the parameters of `G` the part by its biases, if it has any: sums over all outputs.
template <auto G>
HWY_INLINE void add_bias_gradient(const Operands<float>& o) {
  if constexpr (G.bias)
    add_rows<G.bias_count()>(o.output_gradient, o.images * (G.output_size() / G.bias_count()),
                             o.result + G.weight_count());
}

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
