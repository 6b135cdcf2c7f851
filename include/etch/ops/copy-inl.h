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

/// Four rows, `from_pitch` apart, of four numbers each: their columns to `to`, `to_pitch` apart.
HWY_INLINE void transpose_4x4(const float* HWY_RESTRICT from, std::size_t from_pitch, float* HWY_RESTRICT to,
                              std::size_t to_pitch) {
  const hn::CappedTag<float, 4> d;
  const auto row0 = hn::LoadU(d, from), row1 = hn::LoadU(d, from + from_pitch);
  const auto row2 = hn::LoadU(d, from + 2 * from_pitch), row3 = hn::LoadU(d, from + 3 * from_pitch);
  const auto left01 = hn::InterleaveLower(d, row0, row1), right01 = hn::InterleaveUpper(d, row0, row1);
  const auto left23 = hn::InterleaveLower(d, row2, row3), right23 = hn::InterleaveUpper(d, row2, row3);
  hn::StoreU(hn::ConcatLowerLower(d, left23, left01), d, to);
  hn::StoreU(hn::ConcatUpperUpper(d, left23, left01), d, to + to_pitch);
  hn::StoreU(hn::ConcatLowerLower(d, right23, right01), d, to + 2 * to_pitch);
  hn::StoreU(hn::ConcatUpperUpper(d, right23, right01), d, to + 3 * to_pitch);
}

/// The columns of a matrix of `rows` x `columns` as rows, `pitch` apart.
HWY_INLINE void transpose(const float* HWY_RESTRICT from, std::size_t rows, std::size_t columns,
                          float* HWY_RESTRICT to, std::size_t pitch) {
  const std::size_t whole_rows = rows / 4 * 4, whole_columns = columns / 4 * 4;
  for (std::size_t i = 0; i < whole_rows; i += 4)
    for (std::size_t j = 0; j < whole_columns; j += 4)
      transpose_4x4(from + i * columns + j, columns, to + j * pitch + i, pitch);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = i < whole_rows ? whole_columns : 0; j < columns; ++j)
      to[j * pitch + i] = from[i * columns + j];
}

#endif  // HWY_TARGET != HWY_SCALAR

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
