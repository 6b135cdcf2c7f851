// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/options.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/softmax/geometry.hpp>

namespace etch {
namespace layers {

/// What all activations share: any shape, kept; no parameters; in place; derivative from the output.
template <Function F>
struct Activation {
  static constexpr Needs backward_needs = Needs::output;
  static constexpr Memory memory = Memory::in_place;

  static constexpr ShapeOr infer(Shape in) { return in; }
  static constexpr ElementwiseGeometry geometry(Shape in) { return {F, in.size()}; }
  static constexpr std::size_t parameter_count(Shape) { return 0; }
  static constexpr std::size_t multiply_adds(Shape) { return 0; }
};

}  // namespace layers

/// max(x, 0).
struct Relu : layers::Activation<Function::relu> {
  static constexpr std::string_view name = "Relu";
};

/// x, or x times the slope below 0: `LeakyRelu<Slope<1, 100>>` (the default, 0.01, is PyTorch's).
template <class... Given>
struct LeakyRelu : layers::Activation<Function::leaky_relu> {
  using options = layers::Options<Defaults<Slope<1, 100>>, Given...>;
  static constexpr std::string_view name = "LeakyRelu";

  static constexpr ShapeOr infer(Shape in) {
    if (const Problem wrong = options::problem()) return wrong;
    if (options::slope.denominator == 0) return Problem::zero("the denominator of Slope");
    return in;
  }
  static constexpr ElementwiseGeometry geometry(Shape in) {
    return {Function::leaky_relu, in.size(), options::slope.numerator, options::slope.denominator};
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

/// e^x / sum of e^x over the channels of each position. No parameters.
struct Softmax {
  static constexpr std::string_view name = "Softmax";
  static constexpr Needs backward_needs = Needs::output;
  static constexpr Memory memory = Memory::in_place;

  static constexpr ShapeOr infer(Shape in) { return in; }
  static constexpr SoftmaxGeometry geometry(Shape in) { return {in.pixels(), in.channels()}; }
  static constexpr std::size_t parameter_count(Shape) { return 0; }
  static constexpr std::size_t multiply_adds(Shape) { return 0; }
};

}  // namespace etch
