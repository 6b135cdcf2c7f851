// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_COPY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_COPY_INL_H_
#undef ETCH_OPS_COPY_INL_H_
#else
#define ETCH_OPS_COPY_INL_H_
#endif

#include <etch/ops/vector-inl.h>

#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// `count` numbers; the two do not overlap.
HWY_INLINE void copy(const float* HWY_RESTRICT from, std::size_t count, float* HWY_RESTRICT to) {
  __builtin_memcpy(to, from, count * sizeof(float));
}

/// The same for a known, small count: no masks, the last vector is copied from where it ends. memcpy is a
/// call for what is longer than a few words.
template <std::size_t Count>
HWY_INLINE void copy(const float* HWY_RESTRICT from, float* HWY_RESTRICT to) {
  const FloatTag d;
  const std::size_t lanes = hn::Lanes(d);
  if (Count < lanes || Count > 1024) return copy(from, Count, to);
  for (std::size_t n = 0; n + lanes <= Count; n += lanes) hn::StoreU(hn::LoadU(d, from + n), d, to + n);
  if (Count % lanes != 0) hn::StoreU(hn::LoadU(d, from + Count - lanes), d, to + Count - lanes);
}

#if HWY_TARGET != HWY_SCALAR

/// Four numbers of each of as many rows as `d` has lanes: in blocks of four lanes, those of rows 0, 4, 8 and
/// so on.
template <class D>
HWY_INLINE hn::Vec<D> load_fourths(D d, const float* HWY_RESTRICT from, std::size_t pitch) {
  if constexpr (hn::MaxLanes(D()) <= 4) {
    return hn::LoadU(d, from);
  } else {
    const hn::Half<D> half;
    return hn::Combine(d, load_fourths(half, from + hn::MaxLanes(half) * pitch, pitch),
                       load_fourths(half, from, pitch));
  }
}

/// As many rows, `from_pitch` apart, as `d` has lanes, of four numbers each: their columns to `to`,
/// `to_pitch` apart.
template <class D>
HWY_INLINE void transpose_four_columns(D d, const float* HWY_RESTRICT from, std::size_t from_pitch,
                                       float* HWY_RESTRICT to, std::size_t to_pitch) {
  const hn::RepartitionToWide<hn::RebindToUnsigned<D>> pairs;
  const auto row0 = load_fourths(d, from, from_pitch), row1 = load_fourths(d, from + from_pitch, from_pitch);
  const auto row2 = load_fourths(d, from + 2 * from_pitch, from_pitch);
  const auto row3 = load_fourths(d, from + 3 * from_pitch, from_pitch);
  const auto left01 = hn::BitCast(pairs, hn::InterleaveLower(d, row0, row1));
  const auto right01 = hn::BitCast(pairs, hn::InterleaveUpper(d, row0, row1));
  const auto left23 = hn::BitCast(pairs, hn::InterleaveLower(d, row2, row3));
  const auto right23 = hn::BitCast(pairs, hn::InterleaveUpper(d, row2, row3));
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(pairs, left01, left23)), d, to);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(pairs, left01, left23)), d, to + to_pitch);
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(pairs, right01, right23)), d, to + 2 * to_pitch);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(pairs, right01, right23)), d, to + 3 * to_pitch);
}

/// The columns of a matrix of `rows` x `columns`, whose rows are `from_pitch` apart, as rows, `pitch` apart.
template <class D>
HWY_INLINE void transpose(D d, const float* HWY_RESTRICT from, std::size_t rows, std::size_t columns,
                          std::size_t from_pitch, float* HWY_RESTRICT to, std::size_t pitch) {
  constexpr std::size_t lanes = hn::MaxLanes(D());
  std::size_t i = 0;
  for (; i + lanes <= rows; i += lanes) {
    // The last four may be some of those before too.
    std::size_t j = 0;
    for (; j + 4 < columns; j += 4)
      transpose_four_columns(d, from + i * from_pitch + j, from_pitch, to + j * pitch + i, pitch);
    if (columns >= 4) {
      j = columns - 4;
      transpose_four_columns(d, from + i * from_pitch + j, from_pitch, to + j * pitch + i, pitch);
    } else {
      for (; j < columns; ++j)
        for (std::size_t r = i; r < i + lanes; ++r) to[j * pitch + r] = from[r * from_pitch + j];
    }
  }
  if constexpr (lanes > 4) {
    transpose(hn::Half<D>(), from + i * from_pitch, rows - i, columns, from_pitch, to + i, pitch);
  } else {
    for (; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j) to[j * pitch + i] = from[i * from_pitch + j];
  }
}

#endif  // HWY_TARGET != HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
