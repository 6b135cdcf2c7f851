// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/program.hpp>

#include <array>
#include <cstddef>

// At inference a step can do the work of its neighbours: scales and shifts go into weights and biases, sums
// and activations into the store of what they start from. Exact, but for the rounding of a product of two
// weights.
namespace etch::compiler {

/// Makes every use of `from` a use of `to`.
template <std::size_t S, std::size_t V>
constexpr void replace_uses(Program<S, V>& program, ValueId from, ValueId to) {
  for (std::size_t n = 0; n < program.step_count; ++n)
    for (ValueId& input : program.steps[n].inputs)
      if (input == from) input = to;
  if (program.output == from) program.output = to;
}

/// Which step makes a value, and how many read it (the caller counts as one).
template <std::size_t S, std::size_t V>
class Uses {
 public:
  constexpr explicit Uses(const Program<S, V>& program) {
    for (std::size_t& step : producer_) step = S;
    for (std::size_t n = 0; n < program.step_count; ++n) {
      const Step& step = program.steps[n];
      // Of a value in parts there is no one producer.
      if (!step.partial) producer_[static_cast<std::size_t>(step.output)] = n;
      for (const ValueId input : step.inputs)
        if (input != no_value) ++readers_[static_cast<std::size_t>(input)];
      if (step.kept) ++readers_[static_cast<std::size_t>(step.output)];
    }
    if (program.output != no_value) ++readers_[static_cast<std::size_t>(program.output)];
  }

  /// The number of the step that makes the value; `S` if there is none.
  constexpr std::size_t producer(ValueId id) const { return producer_[static_cast<std::size_t>(id)]; }
  constexpr bool is_read_once(ValueId id) const { return readers_[static_cast<std::size_t>(id)] == 1; }
  constexpr void move(ValueId from, ValueId to) {
    producer_[static_cast<std::size_t>(to)] = producer_[static_cast<std::size_t>(from)];
  }

 private:
  std::array<std::size_t, V> producer_{};
  std::array<std::size_t, V> readers_{};
};

/// Without the steps that have no output any more.
template <std::size_t S, std::size_t V>
constexpr void drop_removed(Program<S, V>& program) {
  std::size_t kept = 0;
  for (std::size_t n = 0; n < program.step_count; ++n)
    if (program.steps[n].output != no_value) program.steps[kept++] = program.steps[n];
  program.step_count = kept;
}

/// Lets `step` write what `instead` wrote, which is removed.
template <std::size_t S, std::size_t V>
constexpr void take_over(Uses<S, V>& uses, Step& step, Step& instead) {
  uses.move(step.output, instead.output);
  step.output = step.result = instead.output;
  instead.output = no_value;
}

/// Scales that follow a linear step go into it.
template <std::size_t S, std::size_t V>
constexpr void fuse_scales_after(Program<S, V>& program) {
  Uses<S, V> uses(program);
  for (std::size_t n = 0; n < program.step_count; ++n) {
    Step& scale = program.steps[n];
    if (scale.role != Role::scale || !uses.is_read_once(scale.inputs[0])) continue;
    const std::size_t from = uses.producer(scale.inputs[0]);
    if (from == S) continue;
    Step& linear = program.steps[from];
    if (linear.role != Role::linear || linear.scale_after != no_leaf) continue;
    linear.scale_after = scale.leaf;
    take_over(uses, linear, scale);
  }
  drop_removed(program);
}

/// Scales before a linear step all of whose outputs sum all taps go into it; views may lie between.
template <std::size_t S, std::size_t V>
constexpr void fuse_scales_before(Program<S, V>& program) {
  const Uses<S, V> uses(program);
  for (std::size_t n = 0; n < program.step_count; ++n) {
    Step& linear = program.steps[n];
    if (linear.role != Role::linear || !linear.sums_all_taps) continue;
    ValueId value = linear.inputs[0];
    std::size_t from = uses.producer(value);
    while (from != S && program.steps[from].memory == Memory::view && uses.is_read_once(value)) {
      value = program.steps[from].inputs[0];
      from = uses.producer(value);
    }
    if (from == S || program.steps[from].role != Role::scale || !uses.is_read_once(value)) continue;
    // A channel of what the step reads must be one channel of what is scaled.
    if (program.shape(linear.inputs[0]).channels() % program.shape(value).channels() != 0) continue;
    linear.scale_before = program.steps[from].leaf;
    replace_uses(program, value, program.steps[from].inputs[0]);
    program.steps[from].output = no_value;
  }
  drop_removed(program);
}

/// A sum goes into the linear step that makes the later of its two values.
template <std::size_t S, std::size_t V>
constexpr void fuse_sums(Program<S, V>& program) {
  Uses<S, V> uses(program);
  for (std::size_t n = 0; n < program.step_count; ++n) {
    Step& sum = program.steps[n];
    if (sum.role != Role::sum) continue;
    const std::size_t first = uses.producer(sum.inputs[0]);
    const std::size_t second = uses.producer(sum.inputs[1]);
    const bool second_is_later = second != S && (first == S || second > first);
    const std::size_t later = second_is_later ? second : first;
    const ValueId made = sum.inputs[second_is_later ? 1 : 0];
    const ValueId other = sum.inputs[second_is_later ? 0 : 1];
    if (later == S || made == other || !uses.is_read_once(made)) continue;
    Step& linear = program.steps[later];
    if ((linear.role != Role::linear && linear.role != Role::fixed) || linear.sum != no_leaf) continue;
    // A value in parts is there only once the last is.
    bool is_there = true;
    for (std::size_t part = later + 1; part < n; ++part)
      is_there = is_there && program.steps[part].output != other;
    if (!is_there) continue;
    linear.sum = sum.leaf;
    linear.inputs[1] = other;
    take_over(uses, linear, sum);
  }
  drop_removed(program);
}

constexpr bool can_take_activation(const Step& step) {
  const bool able = step.role == Role::linear || step.role == Role::fixed || step.role == Role::scale;
  return able && step.activation == no_leaf;
}

/// An activation goes into the step before it.
template <std::size_t S, std::size_t V>
constexpr void fuse_activations(Program<S, V>& program) {
  Uses<S, V> uses(program);
  for (std::size_t n = 0; n < program.step_count; ++n) {
    Step& activation = program.steps[n];
    if (activation.role != Role::activation || !uses.is_read_once(activation.inputs[0])) continue;
    const std::size_t from = uses.producer(activation.inputs[0]);
    if (from == S) continue;
    Step& step = program.steps[from];
    if (!can_take_activation(step)) continue;
    step.activation = activation.leaf;
    take_over(uses, step, activation);
  }
  drop_removed(program);
}

/// A step that only copies into a concatenation goes where what it copies can be written there at once: by a
/// step whose kernel can, or because it is a concatenation itself.
template <std::size_t S, std::size_t V>
constexpr void fuse_concats(Program<S, V>& program) {
  const Uses<S, V> uses(program);
  for (std::size_t n = 0; n < program.step_count; ++n) {
    const Step copy = program.steps[n];
    const ValueId copied = copy.inputs[0];
    if (!copy.partial || !uses.is_read_once(copied)) continue;
    if (const std::size_t from = uses.producer(copied); from != S) {
      // What is added would have to lie as the output.
      if (!program.steps[from].writes_parts || program.steps[from].sum != no_leaf) continue;
      program.steps[from].partial = true;
    }
    for (std::size_t part = 0; part < n; ++part) {
      Step& step = program.steps[part];
      if (step.output != copied) continue;
      step.channel_offset += copy.channel_offset;
      step.output = step.result = copy.output;
    }
    program.steps[n].output = no_value;
  }
  drop_removed(program);
}

template <std::size_t S, std::size_t V>
constexpr Program<S, V> fuse(Program<S, V> program) {
  fuse_scales_after(program);
  fuse_scales_before(program);
  fuse_sums(program);
  fuse_activations(program);
  fuse_concats(program);
  return program;
}

/// Gives each step its place in what `prepare` makes: weights and biases, those that come from a folded shift
/// included; a scale and a shift for each channel; else the parameters as they are. Each begins on a vector's
/// boundary where the target has vectors.
template <std::size_t S, std::size_t V>
constexpr Program<S, V> lay_out_prepared(Program<S, V> program, Target target) {
  program.parameter_count = 0;
  program.packed_count = 0;
  for (std::size_t n = 0; n < program.step_count; ++n) {
    Step& step = program.steps[n];
    step.parameter_offset = program.parameter_count;
    if (step.role == Role::scale) {
      step.parameter_count = 2 * program.shape(step.output).channels();
      step.kernel_needs.weights = step.parameter_count;
    } else if ((step.scale_before != no_leaf || step.scale_after != no_leaf) && !step.has_bias) {
      step.has_bias = true;
      step.parameter_count += step.bias_count;
    }
    program.parameter_count += step.parameter_count;
    if (step.parameter_count == 0) continue;
    step.packed_offset = target.packs() ? aligned(program.packed_count) : program.packed_count;
    program.packed_count =
        step.packed_offset + step.kernel_needs.weights + (step.has_bias ? step.kernel_needs.biases : 0);
  }
  return program;
}

}  // namespace etch::compiler
