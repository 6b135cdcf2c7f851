// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/plain.hpp>
#include <etch/ops/dense/plain.hpp>
#include <etch/ops/operation.hpp>
#include <etch/ops/pooling/plain.hpp>

namespace etch {

/// What runs the operation with geometry `G` on a target without vectors: its reference, or plain loops of
/// the shape that such processors want.
template <auto G>
struct PlainKernels : EachImage<G> {};
template <ConvolutionGeometry G>
requires(G.is_flat()) struct PlainKernels<G> : PlainConvolution<G> {
};
template <DenseGeometry G>
struct PlainKernels<G> : PlainDense<G> {};
template <PoolGeometry G>
requires(G.is_flat()) struct PlainKernels<G> : PlainPool<G> {
};
template <AdaptivePoolGeometry G>
struct PlainKernels<G> : PlainPool<G> {};

}  // namespace etch
