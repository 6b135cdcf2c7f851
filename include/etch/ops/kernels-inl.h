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

namespace etch {
namespace HWY_NAMESPACE {

/// What runs the operation with geometry `G` on this target: for a whole batch, float. Operations without a
/// kernel here run their reference.
template <auto G>
struct Kernels : std::conditional_t<HWY_TARGET == HWY_SCALAR, PlainKernels<G>, EachImage<G>> {};

}  // namespace HWY_NAMESPACE
}  // namespace etch

#endif  // per-target include guard
