// SPDX-License-Identifier: MIT
#if defined(ETCH_OPS_DENSE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_DENSE_INL_H_
#undef ETCH_OPS_DENSE_INL_H_
#else
#define ETCH_OPS_DENSE_INL_H_
#endif

#include <etch/ops/dense/reference.hpp>
#include <etch/ops/kernels-inl.h>

#endif  // per-target include guard
