// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/reference.hpp>
#include <etch/ops/dense/reference.hpp>
#include <etch/ops/dropout/reference.hpp>
#include <etch/ops/elementwise/reference.hpp>
#include <etch/ops/normalization/reference.hpp>
#include <etch/ops/pooling/reference.hpp>
#include <etch/ops/resample/reference.hpp>
#include <etch/ops/reshape/reference.hpp>
#include <etch/ops/softmax/reference.hpp>

// Without Highway in the include path, or on a target that it has no vectors for, every operation runs its
// reference: there the plain loops are the faster form.
#if __has_include(<hwy/highway.h>)
#include <etch/ops/convolution/convolution-inl.h>
#include <etch/ops/dense/dense-inl.h>
#include <etch/ops/elementwise/elementwise-inl.h>
#include <etch/ops/normalization/normalization-inl.h>
#include <etch/ops/pooling/pooling-inl.h>
#include <etch/ops/softmax/softmax-inl.h>
namespace etch {
using HWY_NAMESPACE::Kernels;
}
#else
namespace etch {
/// What runs the operation with geometry `G` on this target: for a whole batch, float.
template <auto G>
struct Kernels : EachImage<G> {};
}  // namespace etch
#endif
