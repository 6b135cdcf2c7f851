// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/options.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/math.hpp>
#include <etch/ops/normalization/geometry.hpp>

namespace etch {
namespace layers {

/// A scale that begins as 1 for each of `count` channels, then a shift that begins as 0.
constexpr ParameterBlocks scale_and_shift_blocks(std::size_t count) {
  return {ParameterBlock::constants(count, {1, 1}), ParameterBlock::constants(count)};
}

template <class... Given>
using StandardizeOptions = Options<Defaults<Epsilon<1, 100000>, Affine<true>>, Given...>;

template <class... Given>
using LayerNormOptions = Options<Defaults<Axes<1>, Epsilon<1, 100000>, Affine<true>>, Given...>;

/// What layers that normalise within one image share.
template <class Norm, class Options>
struct Standardize : CountedByGeometry<Norm> {
  static constexpr Needs backward_needs = Needs::input;
  static constexpr Memory memory = Memory::in_place;

  static constexpr ParameterBlocks parameter_blocks(Shape in) {
    return scale_and_shift_blocks(Norm::parameter_count(in) / 2);
  }

 protected:
  static constexpr Problem options_problem() {
    if (const Problem wrong = Options::problem()) return wrong;
    return fraction_problem(Options::epsilon, "Epsilon");
  }
  static constexpr StandardizeGeometry in_groups(Shape in, std::size_t count) {
    return {1, in.pixels(), in.channels(), count, Options::affine, Options::epsilon};
  }
};

}  // namespace layers

/// Each channel minus its mean, divided by its standard deviation, times a learned gamma, plus a learned beta
/// (S. Ioffe, C. Szegedy, 2015). Any shape, kept. In training with the mean and variance of the batch, from
/// which running ones are gathered: batches of one image train badly. At inference, and inside `Frozen`, with
/// the running ones; there it is folded into the convolution or dense layer before it, or after it where that
/// is exact, and costs nothing. Options: `Epsilon<1, 100000>`, `Momentum<1, 10>`, `Affine<true>`. Parameters:
/// c gammas, then c betas; the 2 c running statistics are not counted among them.
template <class... Given>
struct BatchNorm : layers::CountedByGeometry<BatchNorm<Given...>> {
  using options = layers::Options<Defaults<Epsilon<1, 100000>, Momentum<1, 10>, Affine<true>>, Given...>;
  static constexpr std::string_view name = "BatchNorm";
  static constexpr Needs backward_needs = Needs::input;
  static constexpr Memory memory = Memory::in_place;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (const Problem wrong = layers::fraction_problem(options::epsilon, "Epsilon")) return wrong;
    if (const Problem wrong = layers::fraction_problem(options::momentum, "Momentum")) return wrong;
    if (options::momentum.numerator > options::momentum.denominator)
      return Problem{Rule::momentum_out_of_range,
                     in,
                     {},
                     {options::momentum.numerator, options::momentum.denominator},
                     {}};
    return in;
  }
  static constexpr BatchNormGeometry geometry(Shape in) {
    return {in.pixels(), in.channels(), options::affine, options::epsilon, options::momentum};
  }
  static constexpr BatchNormGeometry frozen_geometry(Shape in) {
    BatchNormGeometry g = geometry(in);
    g.frozen = true;
    return g;
  }
  static constexpr ScaleGeometry inference_geometry(Shape in) { return {in.pixels(), in.channels()}; }
  /// Of channel `c`.
  static constexpr void scale_and_shift(Shape in, const float* parameters, const float* statistics,
                                        std::size_t c, float& scale, float& shift) {
    const std::size_t channels = in.channels();
    scale = 1 / math::sqrt(statistics[channels + c] + options::epsilon.template as<float>());
    if (options::affine) scale *= parameters[c];
    shift = (options::affine ? parameters[channels + c] : 0.0f) - statistics[c] * scale;
  }

  static constexpr ParameterBlocks parameter_blocks(Shape in) {
    return layers::scale_and_shift_blocks(options::affine ? in.channels() : 0);
  }
  /// Means, then variances.
  static constexpr ParameterBlocks statistic_blocks(Shape in) {
    return {ParameterBlock::constants(in.channels()), ParameterBlock::constants(in.channels(), {1, 1})};
  }
};

/// The numbers along the last axes minus their mean, divided by their standard deviation, times a gamma, plus
/// a beta for each (J. L. Ba et al., "Layer normalization", 2016). Any shape, kept. Options: `Axes<1>` (the
/// last axes that are normalised together: 1 is the channels of each position, as in Keras), `Epsilon<1,
/// 100000>`, `Affine<true>`. Parameters: a gamma for each number on these axes, then as many betas.
template <class... Given>
struct LayerNorm : layers::Standardize<LayerNorm<Given...>, layers::LayerNormOptions<Given...>> {
  using options = layers::LayerNormOptions<Given...>;
  static constexpr std::string_view name = "LayerNorm";

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = LayerNorm::options_problem()) return wrong;
    if (options::axes == 0) return Problem::zero("Axes");
    if (options::axes > in.rank())
      return Problem{Rule::too_many_axes, in, {}, {options::axes, in.rank()}, {}};
    return in;
  }
  static constexpr StandardizeGeometry geometry(Shape in) {
    std::size_t together = 1;
    for (std::size_t axis = in.rank() - options::axes; axis < in.rank(); ++axis) together *= in[axis];
    return {in.size() / together, 1, together, 1, options::affine, options::epsilon};
  }
};

/// The same over all positions and the channels of each of `Groups` groups (Y. Wu, K. He, "Group
/// normalization", 2018). Any shape, kept. Options: `Epsilon<1, 100000>`, `Affine<true>`. Parameters: c
/// gammas, then c betas.
template <std::size_t GroupCount, class... Given>
struct GroupNorm
    : layers::Standardize<GroupNorm<GroupCount, Given...>, layers::StandardizeOptions<Given...>> {
  static constexpr Text name = text("GroupNorm<", GroupCount, ">");

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = GroupNorm::options_problem()) return wrong;
    if (GroupCount == 0) return Problem::zero("the number of groups");
    if (in.channels() % GroupCount != 0) return Problem::groups_of_channels(in, GroupCount);
    return in;
  }
  static constexpr StandardizeGeometry geometry(Shape in) { return GroupNorm::in_groups(in, GroupCount); }
};

/// The same over all positions of each channel (D. Ulyanov et al., "Instance normalization", 2016): group
/// normalisation with as many groups as channels. Any shape, kept. Options: `Epsilon<1, 100000>`,
/// `Affine<true>`. Parameters: c gammas, then c betas.
template <class... Given>
struct InstanceNorm : layers::Standardize<InstanceNorm<Given...>, layers::StandardizeOptions<Given...>> {
  static constexpr std::string_view name = "InstanceNorm";

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = InstanceNorm::options_problem()) return wrong;
    return in;
  }
  static constexpr StandardizeGeometry geometry(Shape in) {
    return InstanceNorm::in_groups(in, in.channels());
  }
};

/// y = x / (offset + alpha / Size * sum of x^2 over Size neighbouring channels)^beta (A. Krizhevsky et al.,
/// 2012; alpha divided by Size as in ONNX and PyTorch; of an even Size one more before than after, as in
/// PyTorch). Any shape, kept; channels that are not there count as 0. Options: `Alpha<1, 10000>`, `Beta<3,
/// 4>`, `Offset<1>`. No parameters.
template <std::size_t Size, class... Given>
struct LocalResponseNorm : layers::NoParameters {
  using options = layers::Options<Defaults<Alpha<1, 10000>, Beta<3, 4>, Offset<1>>, Given...>;
  static constexpr Text name = text("LocalResponseNorm<", Size, ">");
  static constexpr Needs backward_needs = Needs::input;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (Size == 0) return Problem::zero("the number of channels");
    if (Size > layers::largest_option) return layers::too_large_option("the number of channels", Size);
    if (const Problem wrong = layers::fraction_problem(options::alpha, "Alpha")) return wrong;
    if (const Problem wrong = layers::fraction_problem(options::beta, "Beta")) return wrong;
    if (const Problem wrong = layers::fraction_problem(options::offset, "Offset")) return wrong;
    if (options::offset.numerator == 0) return Problem::zero("Offset");
    return in;
  }
  static constexpr LocalResponseGeometry geometry(Shape in) {
    return {in.pixels(),    in.channels(), Size / 2,       (Size - 1) / 2,
            options::alpha, options::beta, options::offset};
  }
};

/// Each channel times a learned factor, plus a learned number: y = x s(c) + b(c). Any shape, kept. Option:
/// `Bias<true>`. Parameters: c factors, then c numbers.
template <class... Given>
struct Scale : layers::CountedByGeometry<Scale<Given...>> {
  using options = layers::Options<Defaults<Bias<true>>, Given...>;
  static constexpr std::string_view name = "Scale";
  static constexpr Needs backward_needs = Needs::nothing;
  static constexpr Memory memory = Memory::in_place;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    return in;
  }
  static constexpr ScaleGeometry geometry(Shape in) { return {in.pixels(), in.channels(), options::bias}; }
  static constexpr ScaleGeometry inference_geometry(Shape in) { return {in.pixels(), in.channels()}; }
  /// Of channel `c`.
  static constexpr void scale_and_shift(Shape in, const float* parameters, const float*, std::size_t c,
                                        float& scale, float& shift) {
    scale = parameters[c];
    shift = options::bias ? parameters[in.channels() + c] : 0.0f;
  }
  static constexpr ParameterBlocks parameter_blocks(Shape in) {
    return {ParameterBlock::constants(in.channels(), {1, 1}),
            ParameterBlock::constants(options::bias ? in.channels() : 0)};
  }
};

}  // namespace etch
