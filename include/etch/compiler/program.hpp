// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
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
  parameter_gradient,  ///< adds to the parameters' gradient
  accumulate,          ///< result = sum of the two inputs: two gradients of one value
  copy,                ///< result = input
};

/// The number of a value in its program.
using ValueId = std::int32_t;
inline constexpr ValueId no_value = -1;

/// One operation of a program. The gradient steps carry the description of the forward step that they belong
/// to.
struct Step {
  Pass pass = Pass::forward;
  Memory memory = Memory::separate;
  Needs backward_needs = Needs::nothing;
  bool training_only = false;
  bool passes_gradient = false;  ///< The gradient by each input is the gradient by the output.
  bool partial = false;          ///< Writes a part of its output; other steps write the rest.
  std::uint32_t leaf = 0;        ///< Which layer, counted in the order in which they are written.
  std::array<ValueId, 2> inputs{no_value, no_value};  ///< Of the forward operation.
  ValueId output = no_value;                          ///< Of the forward operation.
  ValueId output_gradient = no_value;                 ///< Gradient steps: what they start from.
  ValueId result = no_value;                          ///< What the step writes; none for parameter gradients.
  ValueId scratch = no_value;
  std::size_t channel_offset = 0;    ///< Partial steps: where in the output's channels.
  std::size_t parameter_offset = 0;  ///< In numbers, in the parameters.
  std::size_t parameter_count = 0;
  std::size_t multiply_adds = 0;     ///< Of the forward operation, for one image.
  std::size_t gradient_scratch = 0;  ///< Numbers of scratch memory that the input gradient asks for.

  constexpr bool reads_input() const {
    switch (pass) {
      case Pass::forward:
      case Pass::accumulate:
      case Pass::copy:
      case Pass::parameter_gradient:
        return true;
      case Pass::input_gradient:
        return (static_cast<unsigned>(backward_needs) & static_cast<unsigned>(Needs::input)) != 0;
      case Pass::loss:
        return false;
    }
    return false;
  }
  constexpr bool reads_output() const {
    return pass == Pass::loss ||
           (pass == Pass::input_gradient &&
            (static_cast<unsigned>(backward_needs) & static_cast<unsigned>(Needs::output)) != 0);
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
  }
  /// Calls f(value) for each value that the step writes.
  template <class F>
  constexpr void for_each_write(const F& f) const {
    if (result != no_value) f(result);
    if (scratch != no_value) f(scratch);
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

  constexpr ValueId add_value(Shape shape) {
    const auto id = static_cast<ValueId>(value_count++);
    values[static_cast<std::size_t>(id)].shape = shape;
    values[static_cast<std::size_t>(id)].storage = id;
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

/// The same program with other capacities; what it holds must fit.
template <std::size_t Steps, std::size_t Values, std::size_t OldSteps, std::size_t OldValues>
constexpr Program<Steps, Values> resized(const Program<OldSteps, OldValues>& from) {
  Program<Steps, Values> to;
  to.step_count = from.step_count;
  to.value_count = from.value_count;
  to.input = from.input;
  to.output = from.output;
  to.parameter_count = from.parameter_count;
  for (std::size_t n = 0; n < from.step_count; ++n) to.steps[n] = from.steps[n];
  for (std::size_t n = 0; n < from.value_count; ++n) to.values[n] = from.values[n];
  return to;
}

}  // namespace etch
