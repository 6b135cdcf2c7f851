// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/ops/operation.hpp>
#include <etch/ops/policy.hpp>
#include <etch/shape.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace etch {

/// What a step does.
enum class Pass : unsigned char {
  forward,             ///< result = f(inputs)
  loss,                ///< result = gradient of the loss by the network's output
  input_gradient,      ///< result = gradient by the forward step's input
  other_gradient,      ///< result = gradient by its second input
  parameter_gradient,  ///< adds to the parameters' gradient
  accumulate,          ///< result = sum of the two inputs: two gradients of one value
  copy,                ///< result = input
};

/// The number of a value in its program.
using ValueId = std::int32_t;
inline constexpr ValueId no_value = -1;

/// In which of its forms a layer runs.
enum class Mode : unsigned char {
  training,
  frozen,     ///< In training, but as it is.
  inference,  ///< Its parameters are those that `prepare` made.
};

/// What a step can do for, or with, its neighbours at inference.
enum class Role : unsigned char {
  other,
  linear,      ///< Weights and biases: can take a scale, a sum and an activation into itself.
  fixed,       ///< The same, but the weights cannot change: takes a sum and an activation.
  scale,       ///< A scale and a shift for each channel: can go into a linear step, and take an activation.
  activation,  ///< Can go into any of these.
  sum,         ///< Can go into a linear or fixed step.
};

/// Another layer whose work a step does too.
inline constexpr std::uint32_t no_leaf = static_cast<std::uint32_t>(-1);

/// One operation of a program. The gradient steps carry the description of the forward step that they belong
/// to.
struct Step {
  Pass pass = Pass::forward;
  Memory memory = Memory::separate;
  Needs backward_needs = Needs::nothing;
  Mode mode = Mode::training;
  Role role = Role::other;
  bool training_only = false;
  bool frozen = false;
  bool kept = false;             ///< The result stays until the program has run.
  bool passes_gradient = false;  ///< The gradient by each input is the gradient by the output.
  bool partial = false;          ///< Writes a part of its output; other steps write the rest.
  bool sums_all_taps = false;    ///< Linear: a shift of the input shifts all outputs alike.
  bool has_bias = false;         ///< Linear: with biases of its own.
  bool writes_parts = false;     ///< The kernel can write a part of a value's channels.
  Policy policy{};
  std::uint32_t leaf = 0;  ///< Which layer, counted in the order in which they are written.
  std::array<ValueId, 2> inputs{no_value, no_value};  ///< Of the forward operation.
  ValueId output = no_value;                          ///< Of the forward operation.
  ValueId output_gradient = no_value;                 ///< Gradient steps: what they start from.
  ValueId result = no_value;                          ///< What the step writes; none for parameter gradients.
  ValueId scratch = no_value;
  ValueId saved = no_value;          ///< What forward leaves for the gradients.
  std::size_t channel_offset = 0;    ///< Partial steps: where in the output's channels.
  std::size_t parameter_offset = 0;  ///< In numbers, in the parameters.
  std::size_t parameter_count = 0;
  std::size_t gradient_offset = 0;  ///< In the gradient, which has no numbers for frozen layers.
  std::size_t statistic_offset = 0;
  std::size_t statistic_count = 0;
  std::size_t multiply_adds = 0;  ///< Of the forward operation, for one image.
  KernelNeeds kernel_needs{};     ///< What the target's kernels ask for.
  std::size_t packed_offset = 0;  ///< In what `prepare` makes; in training, in what stays laid out.
  std::size_t saved_count = 0;    ///< Numbers that forward leaves for the gradients.
  std::size_t bias_count = 0;     ///< Linear: biases that the step has, or would have.

  // At inference: layers whose work the step does too.
  std::uint32_t scale_before = no_leaf;
  std::uint32_t scale_after = no_leaf;
  std::uint32_t sum = no_leaf;  ///< The second input is added.
  std::uint32_t activation = no_leaf;

  /// Whether the step does layer number `other` too.
  constexpr bool has_taken(std::size_t other) const {
    return scale_before == other || scale_after == other || sum == other || activation == other;
  }

  constexpr bool is_gradient() const {
    return pass == Pass::input_gradient || pass == Pass::other_gradient || pass == Pass::parameter_gradient;
  }
  constexpr bool needs(Needs what) const {
    return (static_cast<unsigned>(backward_needs) & static_cast<unsigned>(what)) != 0;
  }
  constexpr bool reads_input() const {
    switch (pass) {
      case Pass::forward:
      case Pass::accumulate:
      case Pass::copy:
      case Pass::parameter_gradient:
        return true;
      case Pass::input_gradient:
      case Pass::other_gradient:
        return needs(Needs::input);
      case Pass::loss:
        return false;
    }
    return false;
  }
  constexpr bool reads_output() const {
    return pass == Pass::loss || (pass == Pass::input_gradient && needs(Needs::output));
  }
  /// Calls f(value) for each value that the step reads.
  template <class F>
  constexpr void for_each_read(const F& f) const {
    if (reads_input()) {
      if (inputs[0] != no_value) f(inputs[0]);
      if (inputs[1] != no_value) f(inputs[1]);
    }
    if (reads_output()) f(output);
    if (output_gradient != no_value) f(output_gradient);
    if (is_gradient() && saved != no_value) f(saved);
  }
  /// Calls f(value) for each value that the step writes.
  template <class F>
  constexpr void for_each_write(const F& f) const {
    if (result != no_value) f(result);
    if (scratch != no_value) f(scratch);
    if (!is_gradient() && saved != no_value) f(saved);
  }
};

/// Something that lies in memory while a program runs.
struct Value {
  Shape shape{};
  bool per_image = true;       ///< One for each image of a batch; scratch memory is one for all.
  bool external = false;       ///< Not in the arena, never written: the network's input.
  ValueId storage = no_value;  ///< The value in whose memory it lies; itself, unless a pass found better.

  constexpr std::size_t count() const { return shape.size(); }
};

/// A network as a list of steps over numbered values: what all passes read and write. Fixed capacity, no
/// types.
template <std::size_t StepCapacity, std::size_t ValueCapacity>
struct Program {
  static constexpr std::size_t step_capacity = StepCapacity;
  static constexpr std::size_t value_capacity = ValueCapacity;

  std::array<Step, StepCapacity> steps{};
  std::array<Value, ValueCapacity> values{};
  std::size_t step_count = 0;
  std::size_t value_count = 0;
  ValueId input = no_value;
  ValueId output = no_value;
  std::size_t parameter_count = 0;
  std::size_t packed_count = 0;    ///< Numbers that `prepare` makes.
  std::size_t gradient_count = 0;  ///< Parameters that are trained.
  std::size_t statistic_count = 0;

  constexpr ValueId add_value(Shape shape) {
    const auto id = static_cast<ValueId>(value_count++);
    values[static_cast<std::size_t>(id)].shape = shape;
    values[static_cast<std::size_t>(id)].storage = id;
    return id;
  }
  /// `count` numbers that are there once for all images of a batch; no value, if there are none.
  constexpr ValueId add_memory(std::size_t count) {
    if (count == 0) return no_value;
    const ValueId id = add_value(Shape{count});
    value(id).per_image = false;
    return id;
  }
  constexpr Step& add_step(const Step& step) { return steps[step_count++] = step; }
  constexpr Value& value(ValueId id) { return values[static_cast<std::size_t>(id)]; }
  constexpr const Value& value(ValueId id) const { return values[static_cast<std::size_t>(id)]; }
  constexpr Shape shape(ValueId id) const { return id == no_value ? Shape{} : value(id).shape; }
  /// The first forward step of layer number `leaf`.
  constexpr Step first_step_of(std::size_t leaf) const {
    for (std::size_t n = 0; n < step_count; ++n)
      if (steps[n].leaf == leaf && steps[n].pass == Pass::forward) return steps[n];
    return {};
  }
  /// Multiply-adds of the forward steps.
  constexpr std::size_t multiply_adds() const {
    std::size_t sum = 0;
    for (std::size_t n = 0; n < step_count; ++n)
      if (steps[n].pass == Pass::forward) sum += steps[n].multiply_adds;
    return sum;
  }
};

/// Every value, and every step's prepared parameters, start on a multiple of this many numbers (64 bytes), so
/// that no vector crosses a cache line for its place alone.
inline constexpr std::size_t alignment = 16;

constexpr std::size_t aligned(std::size_t count) { return (count + alignment - 1) / alignment * alignment; }

/// The same program with other capacities; what it holds must fit.
template <std::size_t Steps, std::size_t Values, std::size_t OldSteps, std::size_t OldValues>
constexpr Program<Steps, Values> resized(const Program<OldSteps, OldValues>& from) {
  Program<Steps, Values> to;
  to.step_count = from.step_count;
  to.value_count = from.value_count;
  to.input = from.input;
  to.output = from.output;
  to.parameter_count = from.parameter_count;
  to.packed_count = from.packed_count;
  to.gradient_count = from.gradient_count;
  to.statistic_count = from.statistic_count;
  for (std::size_t n = 0; n < from.step_count; ++n) to.steps[n] = from.steps[n];
  for (std::size_t n = 0; n < from.value_count; ++n) to.values[n] = from.values[n];
  return to;
}

}  // namespace etch
