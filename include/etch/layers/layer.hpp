// SPDX-License-Identifier: MIT
#pragma once
#include <etch/fraction.hpp>
#include <etch/problem.hpp>
#include <etch/shape.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>

namespace etch {

/// What of its forward half a layer's gradients read again. Everything else is free to be overwritten.
enum class Needs : unsigned char { nothing = 0, input = 1, output = 2, both = 3 };

/// Where a layer may put its output.
enum class Memory : unsigned char {
  separate,  ///< Somewhere else than its input.
  in_place,  ///< Over its input too (and its input's gradient over its output's).
  view,      ///< It is its input, under another shape: nothing runs.
};

/// A run of a layer's parameters, or statistics, that begin alike.
struct ParameterBlock {
  enum class Role : unsigned char {
    weights,   ///< Drawn at random.
    constant,  ///< All begin as `initial`.
  };

  Role role = Role::constant;
  std::size_t count = 0;
  std::size_t fan_in = 0;   ///< Inputs that each output sums; 0 for constants.
  std::size_t fan_out = 0;  ///< Outputs that each input feeds; 0 for constants.
  Fraction initial{};

  static constexpr ParameterBlock weights(std::size_t count, std::size_t fan_in, std::size_t fan_out) {
    return {Role::weights, count, fan_in, fan_out, {}};
  }
  static constexpr ParameterBlock constants(std::size_t count, Fraction initial = {}) {
    return {Role::constant, count, 0, 0, initial};
  }
};

/// The parameters of a layer, in the order in which they lie.
using ParameterBlocks = std::array<ParameterBlock, 2>;

constexpr std::size_t number_count(const ParameterBlocks& blocks) {
  return blocks[0].count + blocks[1].count;
}

/// A layer is a type with these static members; there is nothing to register.
///
///   name                    what messages and tables call it, e.g. "Conv2d<16>"
///   infer(Shape) -> ShapeOr the shape of its output, or what is wrong with its input
///   geometry(Shape)         the sizes that its operation works with; the type selects the operation
///   (ops/<op>/geometry.hpp);
///                           asked for only where `infer` gave a shape
///   parameter_count(Shape)  learned numbers
///   multiply_adds(Shape)    multiply-adds of one forward pass
///   backward_needs          what of input and output its gradients read
/// and, where the default does not fit:
///   parameter_blocks(Shape) how the parameters are initialised; needed where there are any
///   statistic_blocks(Shape) numbers that training gathers besides what it learns, and how they begin
///   memory                  default Memory::separate
///   training_only           true: inference leaves the layer out; default false
///   frozen_geometry(Shape)  the operation inside `Frozen`, where it is another
///   inference_geometry(Shape)
///                           a ScaleGeometry: what the layer comes to at inference, once `scale_and_shift`
///                           made its parameters and statistics a scale and a shift for each channel
///   constants<T>            an array of weights that are no parameters
template <class L>
concept Layer = requires(Shape in) {
  {std::string_view(L::name)};
  { L::infer(in) } -> std::same_as<ShapeOr>;
  { L::parameter_count(in) } -> std::same_as<std::size_t>;
  { L::multiply_adds(in) } -> std::same_as<std::size_t>;
  { L::backward_needs } -> std::convertible_to<Needs>;
  L::geometry(in);
};

/// A layer that the graph puts where two values meet: its rules take both shapes.
template <class L>
concept Join = requires(Shape first, Shape second) {
  {std::string_view(L::name)};
  { L::infer(first, second) } -> std::same_as<ShapeOr>;
  L::geometry(first, second);
};

namespace layers {

/// What layers share whose operation says what it has learned, and what it costs: its geometry. `L` is the
/// layer.
template <class L>
struct CountedByGeometry {
  static constexpr std::size_t parameter_count(Shape in) { return L::geometry(in).parameter_count(); }
  static constexpr std::size_t multiply_adds(Shape in) {
    const auto g = L::geometry(in);
    if constexpr (requires { g.multiply_adds(); }) return g.multiply_adds();
    return 0;
  }
};

/// What layers without parameters share.
struct NoParameters {
  static constexpr std::size_t parameter_count(Shape) { return 0; }
  static constexpr std::size_t multiply_adds(Shape) { return 0; }
};

template <class L>
constexpr Memory memory() {
  if constexpr (requires { L::memory; }) return L::memory;
  return Memory::separate;
}
template <class L>
constexpr bool training_only() {
  if constexpr (requires { L::training_only; }) return L::training_only;
  return false;
}
template <class L>
constexpr ParameterBlocks parameter_blocks(Shape in) {
  if constexpr (requires { L::parameter_blocks(in); }) return L::parameter_blocks(in);
  return {};
}
template <class L>
constexpr ParameterBlocks statistic_blocks(Shape in) {
  if constexpr (requires { L::statistic_blocks(in); }) return L::statistic_blocks(in);
  return {};
}

}  // namespace layers
}  // namespace etch
