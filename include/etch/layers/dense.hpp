// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/options.hpp>
#include <etch/ops/dense/geometry.hpp>

namespace etch {

/// Fully connected: (inputs) -> (Outputs). Takes a vector: put `Flatten` before it. Option: `Bias<true>`.
/// Parameters: inputs x Outputs weights, then Outputs biases.
template <std::size_t Outputs, class... Given>
struct Dense : layers::CountedByGeometry<Dense<Outputs, Given...>> {
  using options = layers::Options<Defaults<Bias<true>>, Given...>;
  static constexpr Text name = text("Dense<", Outputs, ">");
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (in.rank() != 1) return Problem::flat(in);
    if (Outputs == 0) return Problem::zero("the number of outputs");
    return geometry(in).output();
  }
  static constexpr DenseGeometry geometry(Shape in) { return {in[0], Outputs, options::bias}; }
  static constexpr ParameterBlocks parameter_blocks(Shape in) {
    return {ParameterBlock::weights(in[0] * Outputs, in[0], Outputs),
            ParameterBlock::constants(options::bias ? Outputs : 0)};
  }
};

}  // namespace etch
