// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/options.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/softmax/geometry.hpp>

namespace etch {
namespace layers {

/// What all activations share: any shape, kept; no parameters; in place, unless the derivative takes the
/// input.
template <Function F>
struct Activation : NoParameters {
  static constexpr Needs backward_needs = derivative_from_output(F) ? Needs::output : Needs::input;
  static constexpr Memory memory = Memory::in_place;

  static constexpr ShapeOr infer(Shape in) { return in; }
  static constexpr ElementwiseGeometry geometry(Shape in) { return {F, in.size()}; }
};

/// An activation with a factor: an alpha or a slope.
template <Function F, class Options>
struct ActivationWithFactor : Activation<F> {
  static constexpr bool has_alpha = F == Function::elu || F == Function::thresholded_relu;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = Options::problem()) return wrong;
    if (const Problem wrong = fraction_problem(factor(), has_alpha ? "Alpha" : "Slope")) return wrong;
    return in;
  }
  static constexpr ElementwiseGeometry geometry(Shape in) { return {F, in.size(), factor()}; }

 private:
  static constexpr Fraction factor() {
    if constexpr (has_alpha)
      return Options::alpha;
    else
      return Options::slope;
  }
};

/// Softmax, or its logarithm, over the channels of each position.
template <bool Logarithm>
struct ChannelSoftmax : NoParameters {
  static constexpr Needs backward_needs = Needs::output;
  static constexpr Memory memory = Memory::in_place;

  static constexpr ShapeOr infer(Shape in) { return in; }
  static constexpr SoftmaxGeometry geometry(Shape in) { return {in.pixels(), in.channels(), Logarithm}; }
};

}  // namespace layers

/// max(x, 0).
struct Relu : layers::Activation<Function::relu> {
  static constexpr std::string_view name = "Relu";
};

/// min(max(x, 0), 6).
struct Relu6 : layers::Activation<Function::relu6> {
  static constexpr std::string_view name = "Relu6";
};

/// x, or x times the slope below 0: `LeakyRelu<Slope<1, 100>>` (the default, 0.01, is PyTorch's).
template <class... Given>
struct LeakyRelu
    : layers::ActivationWithFactor<Function::leaky_relu, layers::Options<Defaults<Slope<1, 100>>, Given...>> {
  static constexpr std::string_view name = "LeakyRelu";
};

/// x, or alpha (e^x - 1) below 0: `Elu<Alpha<1>>` (D.-A. Clevert et al., 2015).
template <class... Given>
struct Elu : layers::ActivationWithFactor<Function::elu, layers::Options<Defaults<Alpha<1>>, Given...>> {
  static constexpr std::string_view name = "Elu";
};

/// 1.0507 x, or 1.0507 * 1.6733 (e^x - 1) below 0 (G. Klambauer et al., "Self-normalizing neural networks",
/// 2017).
struct Selu : layers::Activation<Function::selu> {
  static constexpr std::string_view name = "Selu";
};

/// x, or x times a learned slope below 0 (K. He et al., "Delving deep into rectifiers", 2015). Option:
/// `Shared`, one slope for all channels. Parameters: c slopes, or 1; they begin as 1/4.
template <class... Given>
struct Prelu : layers::CountedByGeometry<Prelu<Given...>> {
  using options = layers::Options<Defaults<layers::Without<Shared>>, Given...>;
  static constexpr std::string_view name = "Prelu";
  static constexpr Needs backward_needs = Needs::input;
  static constexpr Memory memory = Memory::in_place;

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    return in;
  }
  static constexpr PreluGeometry geometry(Shape in) { return {in.pixels(), in.channels(), options::shared}; }
  static constexpr ParameterBlocks parameter_blocks(Shape in) {
    return {ParameterBlock::constants(geometry(in).parameter_count(), {1, 4}), ParameterBlock{}};
  }
};

/// 1 / (1 + e^-x).
struct Sigmoid : layers::Activation<Function::sigmoid> {
  static constexpr std::string_view name = "Sigmoid";
};

/// tanh(x).
struct Tanh : layers::Activation<Function::tanh> {
  static constexpr std::string_view name = "Tanh";
};

/// x times the part of a normal distribution below x (D. Hendrycks, K. Gimpel, "Gaussian error linear units",
/// 2016).
struct Gelu : layers::Activation<Function::gelu> {
  static constexpr std::string_view name = "Gelu";
};

/// Its approximation x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
struct GeluTanh : layers::Activation<Function::gelu_tanh> {
  static constexpr std::string_view name = "GeluTanh";
};

/// x / (1 + e^-x), also called swish.
struct Silu : layers::Activation<Function::silu> {
  static constexpr std::string_view name = "Silu";
};

/// x tanh(log(1 + e^x)) (D. Misra, 2019).
struct Mish : layers::Activation<Function::mish> {
  static constexpr std::string_view name = "Mish";
};

/// x min(max(x + 3, 0), 6) / 6 (A. Howard et al., "Searching for MobileNetV3", 2019).
struct HardSwish : layers::Activation<Function::hard_swish> {
  static constexpr std::string_view name = "HardSwish";
};

/// min(max(x + 3, 0), 6) / 6.
struct HardSigmoid : layers::Activation<Function::hard_sigmoid> {
  static constexpr std::string_view name = "HardSigmoid";
};

/// log(1 + e^x).
struct Softplus : layers::Activation<Function::softplus> {
  static constexpr std::string_view name = "Softplus";
};

/// x / (1 + |x|).
struct Softsign : layers::Activation<Function::softsign> {
  static constexpr std::string_view name = "Softsign";
};

/// x above alpha, 0 elsewhere: `ThresholdedRelu<Alpha<1>>` (K. Konda et al., "Zero-bias autoencoders and the
/// benefits of co-adapting features", 2014).
template <class... Given>
struct ThresholdedRelu : layers::ActivationWithFactor<Function::thresholded_relu,
                                                      layers::Options<Defaults<Alpha<1>>, Given...>> {
  static constexpr std::string_view name = "ThresholdedRelu";
};

/// e^x / sum of e^x over the channels of each position. No parameters.
struct Softmax : layers::ChannelSoftmax<false> {
  static constexpr std::string_view name = "Softmax";
};

/// Its logarithm, x - log(sum of e^x).
struct LogSoftmax : layers::ChannelSoftmax<true> {
  static constexpr std::string_view name = "LogSoftmax";
};

}  // namespace etch
