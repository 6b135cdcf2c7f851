// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/options.hpp>
#include <etch/ops/resample/geometry.hpp>

namespace etch {
namespace layers {

/// What is wrong with a new grid of that size, or its shape.
constexpr ShapeOr resampled(Shape in, std::size_t height, std::size_t width, bool bilinear, bool corners) {
  if (height == 0 || width == 0) return Problem::zero("the output's size");
  if (corners && !bilinear) return Problem{Rule::corners_need_bilinear, {}, {}, {}, {}};
  return Shape{height, width, in.channels()};
}

}  // namespace layers

/// A larger image: (h, w, c) -> (h Factor, w Factor, c). Options: `Width<Factor>` (the factor for columns),
/// `Nearest` (the default: each pixel becomes a block) or `Bilinear` (pixels' outer edges coincide, as in
/// PyTorch and Keras), `AlignCorners`. No parameters.
template <std::size_t Factor, class... Given>
struct Upsample2d : layers::NoParameters {
  using options = layers::Options<Defaults<Width<Factor>, Nearest, layers::Without<AlignCorners>>, Given...>;
  static constexpr Text name = text("Upsample2d<", Factor, ">");
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (in.rank() != 3) return Problem::rank(in, 3);
    return layers::resampled(in, product(in[0], Factor), product(in[1], options::width), options::bilinear,
                             options::corners);
  }
  static constexpr ResampleGeometry geometry(Shape in) {
    return {{in[0], in[0] * Factor},
            {in[1], in[1] * options::width},
            in.channels(),
            options::bilinear,
            options::corners};
  }
};

/// An image of another size: (h, w, c) -> (Height, Width, c). Options as `Upsample2d`, without `Width`. No
/// parameters.
template <std::size_t Height, std::size_t Width = Height, class... Given>
struct Resize2d : layers::NoParameters {
  using options = layers::Options<Defaults<Nearest, layers::Without<AlignCorners>>, Given...>;
  static constexpr Text name = text("Resize2d<", Height, ", ", Width, ">");
  static constexpr Needs backward_needs = Needs::nothing;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (in.rank() != 3) return Problem::rank(in, 3);
    return layers::resampled(in, Height, Width, options::bilinear, options::corners);
  }
  static constexpr ResampleGeometry geometry(Shape in) {
    return {{in[0], Height}, {in[1], Width}, in.channels(), options::bilinear, options::corners};
  }
};

}  // namespace etch
