// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_KERNELS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_KERNELS_INL_H_
#undef ETCH_OPS_KERNELS_INL_H_
#else
#define ETCH_OPS_KERNELS_INL_H_
#endif

#include <hwy/highway.h>
#include <etch/ops/operation.hpp>
#include <etch/ops/plain.hpp>

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// What runs the operation with geometry `G` on this target: for a whole batch, float. Operations without a
/// kernel here run their reference.
template <auto G>
struct Kernels : std::conditional_t<HWY_TARGET == HWY_SCALAR, PlainKernels<G>, EachImage<G>> {};

/// The same operands with `count` numbers of packed parameters, which pack(to) makes unless they are there.
/// Without a place of their own they lie in the scratch memory; what is left of that is behind.
template <class Pack>
Operands<float> with_packed(Operands<float> o, std::size_t count, const Pack& pack) {
  float* to = o.packed.at;
  if (to == nullptr) {
    to = o.scratch;
    o.scratch += count;
  }
  if (!o.packed.is_filled) pack(to);
  o.parameters = to;
  return o;
}

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
