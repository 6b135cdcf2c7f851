// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/dense/geometry.hpp>
#include <etch/ops/elementwise/reference.hpp>
#include <etch/ops/operation.hpp>
#include <etch/ops/plain_sums.hpp>

namespace etch {

/// Matrix times vector on a target without vectors: a block of outputs, whose sums stay in registers.
template <DenseGeometry G>
struct PlainDense : EachImage<G> {
  static constexpr std::string_view kernel = "plain";

  static void forward(const Operands<float>& o) {
    for (std::size_t n = 0; n < o.images; ++n) {
      const float* x = o.input + n * G.inputs;
      const std::size_t at = n * G.outputs;
      plain::for_each_block<G.outputs>([&](std::size_t k, auto block) {
        plain::Sums<block> sums;
        sums.start(G.bias ? o.parameters + G.weight_count() + k : nullptr);
        sums.template add<G.outputs>(x, o.parameters + k, G.inputs);
        float done[block];
        sums.store(done);
        for (std::size_t m = 0; m < block; ++m)
          o.result[at + k + m] = finished<G.epilogue>(done[m], o.other, at + k + m);
      });
    }
  }
};

template <DenseGeometry G>
struct PlainKernels<G> : PlainDense<G> {};

}  // namespace etch
