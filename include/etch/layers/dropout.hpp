// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/options.hpp>
#include <etch/ops/dropout/geometry.hpp>

namespace etch {

namespace layers {

/// What both kinds share; `Channels`: whole channels fall.
template <bool Channels, class... Given>
struct RandomDrop : NoParameters {
  using options = Options<Defaults<Rate<1, 2>>, Given...>;
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
    return {in.size(), options::rate.numerator, options::rate.denominator, Channels ? in.channels() : 0};
  }
};

}  // namespace layers

/// In training, sets a random part of the numbers to 0 and scales the others so that their mean stays;
/// nothing at inference. `Dropout<Rate<1, 2>>` (the default) drops one half. No parameters.
template <class... Given>
struct Dropout : layers::RandomDrop<false, Given...> {
  static constexpr std::string_view name = "Dropout";
};

/// The same with whole channels: neighbouring pixels are too much alike for one to be missed (J. Tompson et
/// al., "Efficient object localization using convolutional networks", 2015).
template <class... Given>
struct SpatialDropout : layers::RandomDrop<true, Given...> {
  static constexpr std::string_view name = "SpatialDropout";
};

}  // namespace etch
