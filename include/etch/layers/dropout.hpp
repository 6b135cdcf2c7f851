// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/options.hpp>
#include <etch/ops/dropout/geometry.hpp>

namespace etch {

/// In training, sets a random part of the numbers to 0 and scales the others so that their mean stays;
/// nothing at inference. `Dropout<Rate<1, 2>>` (the default) drops one half. No parameters.
template <class... Given>
struct Dropout {
  using options = layers::Options<Defaults<Rate<1, 2>>, Given...>;
  static constexpr std::string_view name = "Dropout";
  static constexpr Needs backward_needs = Needs::nothing;
  static constexpr Memory memory = Memory::in_place;
  static constexpr bool training_only = true;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (options::rate.numerator >= options::rate.denominator)
      return Problem{
          Rule::rate_out_of_range, in, {}, {options::rate.numerator, options::rate.denominator}, {}};
    return in;
  }
  static constexpr DropoutGeometry geometry(Shape in) {
    return {in.size(), options::rate.numerator, options::rate.denominator};
  }
  static constexpr std::size_t parameter_count(Shape) { return 0; }
  static constexpr std::size_t multiply_adds(Shape) { return 0; }
};

}  // namespace etch
