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

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
