// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_ALL_KERNELS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_ALL_KERNELS_INL_H_
#undef ETCH_OPS_ALL_KERNELS_INL_H_
#else
#define ETCH_OPS_ALL_KERNELS_INL_H_
#endif

#include <etch/ops/adam-inl.h>
#include <etch/ops/convolution/convolution-inl.h>
#include <etch/ops/dense/dense-inl.h>
#include <etch/ops/dropout/dropout-inl.h>
#include <etch/ops/elementwise/channelwise-inl.h>
#include <etch/ops/elementwise/elementwise-inl.h>
#include <etch/ops/normalization/local_response-inl.h>
#include <etch/ops/normalization/normalization-inl.h>
#include <etch/ops/normalization/standardize-inl.h>
#include <etch/ops/pooling/pooling-inl.h>
#include <etch/ops/resample/resample-inl.h>
#include <etch/ops/reshape/reshape-inl.h>
#include <etch/ops/softmax/softmax-inl.h>
#include <etch/ops/references.hpp>
#include <etch/ops/target.hpp>

namespace etch {
namespace HWY_NAMESPACE {

/// Runs operations with this target's kernels.
struct Backend {
  static constexpr Target target = target_of(HWY_TARGET);
  template <auto G>
  using Operation = Kernels<G>;
};

}  // namespace HWY_NAMESPACE
}  // namespace etch

#endif  // per-target include guard
