// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_VECTOR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_VECTOR_INL_H_
#undef ETCH_OPS_VECTOR_INL_H_
#else
#define ETCH_OPS_VECTOR_INL_H_
#endif

#include <etch/ops/operation.hpp>
#include <etch/ops/target.hpp>

#include <hwy/highway.h>

#include <bit>
#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using FloatVector = hn::Vec<FloatTag>;

inline constexpr Target target = target_of(HWY_TARGET);
static_assert(!target.packs() || target.lanes == hn::MaxLanes(FloatTag()));

/// `value`, of which the compiler learns nothing before here: what is made of it does not lie in a register
/// through the loop before, where sums need them all.
template <class T>
HWY_INLINE T late(T value) {
  asm volatile("" : "+r"(value));
  return value;
}

/// Whether masked loads and stores leave what the mask excludes untouched in hardware.
inline constexpr bool has_native_masks = (HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX2) || HWY_HAVE_SCALABLE;

/// The first `count` numbers at `from`, then zeros; nothing behind them is read. 0 < count <= Lanes(d).
template <class D>
HWY_INLINE hn::Vec<D> load_first(D d, const float* HWY_RESTRICT from, std::size_t count) {
  if constexpr (has_native_masks) {
    return hn::MaskedLoad(hn::FirstN(d, count), d, from);
  } else {
    HWY_ALIGN float lanes[hn::MaxLanes(D())] = {};
    for (std::size_t n = 0; n < count; ++n) lanes[n] = from[n];
    return hn::Load(d, lanes);
  }
}

/// The first `count` numbers of `v` to `to`; nothing behind them is written, or read.
template <class D>
HWY_INLINE void store_first(hn::Vec<D> v, D d, float* HWY_RESTRICT to, std::size_t count) {
  if constexpr (has_native_masks) {
    hn::BlendedStore(v, hn::FirstN(d, count), d, to);
  } else {
    HWY_ALIGN float lanes[hn::MaxLanes(D())];
    hn::Store(v, d, lanes);
    for (std::size_t n = 0; n < count; ++n) to[n] = lanes[n];
  }
}

/// Vectors of no more lanes than `count` numbers fill.
template <std::size_t Count>
using TagFor = hn::CappedTag<float, std::bit_ceil(Count)>;

/// Calls f(position, load, store) for each vector's worth of `count` numbers: load(p) and store(v, p) read
/// and write at p, all lanes or, at the ragged end, only those that are left.
template <class F>
HWY_INLINE void for_each_vector(std::size_t count, const F& f) {
  const FloatTag d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t n = 0;
  for (; n + lanes <= count; n += lanes)
    f(
        n, [d](const float* p) HWY_ATTR { return hn::LoadU(d, p); },
        [d](FloatVector v, float* p) HWY_ATTR { hn::StoreU(v, d, p); });
  if (n < count) {
    const std::size_t left = count - n;
    f(
        n, [d, left](const float* p) HWY_ATTR { return load_first(d, p, left); },
        [d, left](FloatVector v, float* p) HWY_ATTR { store_first(v, d, p, left); });
  }
}

/// The sum of term(row) over rows `first` to `end` - 1: four at a time, as an addition waits for the one
/// before it.
template <class Term>
HWY_INLINE FloatVector sum_of_rows(std::size_t first, std::size_t end, const Term& term) {
  const FloatTag d;
  FloatVector sum0 = hn::Zero(d);
  FloatVector sum1 = hn::Zero(d);
  FloatVector sum2 = hn::Zero(d);
  FloatVector sum3 = hn::Zero(d);
  std::size_t row = first;
  for (; row + 4 <= end; row += 4) {
    sum0 = hn::Add(sum0, term(row));
    sum1 = hn::Add(sum1, term(row + 1));
    sum2 = hn::Add(sum2, term(row + 2));
    sum3 = hn::Add(sum3, term(row + 3));
  }
  for (; row < end; ++row) sum0 = hn::Add(sum0, term(row));
  return hn::Add(hn::Add(sum0, sum1), hn::Add(sum2, sum3));
}

/// Calls f(first, end) for parts of `Part` of `count` rows: a sum of millions has no place for another small
/// number, and what is read twice is still in the cache.
template <std::size_t Part, class F>
HWY_INLINE void for_each_part(std::size_t count, const F& f) {
  for (std::size_t first = 0; first < count; first += Part)
    f(first, first + Part < count ? first + Part : count);
}

/// The sum of term(row) over `count` rows.
template <class Term>
HWY_INLINE FloatVector long_sum_of_rows(std::size_t count, const Term& term) {
  FloatVector whole = hn::Zero(FloatTag());
  for_each_part<512>(count, [&](std::size_t first, std::size_t end)
                                HWY_ATTR { whole = hn::Add(whole, sum_of_rows(first, end, term)); });
  return whole;
}

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
