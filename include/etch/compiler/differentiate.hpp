// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/fuse.hpp>
#include <etch/compiler/program.hpp>
#include <etch/compiler/rewrite.hpp>

#include <array>
#include <cstddef>

namespace etch::compiler {

/// Values whose gradient somebody needs: those that depend on a parameter that is trained.
template <std::size_t S, std::size_t V>
constexpr std::array<bool, V> needing_gradient(const Program<S, V>& program) {
  std::array<bool, V> needs{};
  for (std::size_t n = 0; n < program.step_count; ++n) {
    const Step& step = program.steps[n];
    bool needed = step.parameter_count > 0 && !step.frozen;
    for (const ValueId input : step.inputs)
      if (input != no_value && needs[static_cast<std::size_t>(input)]) needed = true;
    if (needed) needs[static_cast<std::size_t>(step.output)] = true;
  }
  return needs;
}

/// A place for `count` numbers that a training step lays out once for all parts of a batch.
template <std::size_t S, std::size_t V>
constexpr std::size_t add_packed(Program<S, V>& program, std::size_t count) {
  const std::size_t at = program.packed_count;
  program.packed_count += aligned(count);
  return at;
}

/// Appends the loss and the backward half: for each forward step, last first, the gradient by its parameters
/// and by each input that needs one. A value with several consumers gets the sum of theirs.
template <std::size_t Steps, std::size_t Values, std::size_t S, std::size_t V>
constexpr Program<Steps, Values> differentiate(const Program<S, V>& forward) {
  auto program = resized<Steps, Values>(forward);
  const auto needs = needing_gradient(forward);
  for (std::size_t n = 0; n < program.step_count; ++n) {
    Step& step = program.steps[n];
    step.scratch = program.add_memory(step.kernel_needs.forward_scratch);
    step.packed_offset = add_packed(program, step.kernel_needs.forward_packed());
    if (step.mode == Mode::training) step.saved = program.add_memory(step.saved_count);
  }
  std::array<ValueId, V> gradients{};
  for (ValueId& gradient : gradients) gradient = no_value;
  const auto gradient = [&](ValueId id) -> ValueId& { return gradients[static_cast<std::size_t>(id)]; };

  Step loss;
  loss.pass = Pass::loss;
  loss.output = program.output;
  loss.result = program.add_value(program.shape(program.output));
  gradient(program.output) = loss.result;
  program.add_step(loss);
  program.output = no_value;  // Read by the loss, and by nobody afterwards.

  const auto add_gradient = [&](ValueId of, ValueId part) {
    ValueId& sum = gradient(of);
    if (sum == no_value) {
      sum = part;
      return;
    }
    Step step;
    step.pass = Pass::accumulate;
    step.inputs = {sum, part};
    step.output = step.result = program.add_value(program.shape(of));
    program.add_step(step);
    sum = step.result;
  };

  for (std::size_t n = forward.step_count; n-- > 0;) {
    const Step of = program.steps[n];
    const ValueId output_gradient = gradient(of.output);
    if (output_gradient == no_value) continue;
    Step step = of;
    step.output_gradient = output_gradient;
    if (of.parameter_count > 0 && !of.frozen) {
      step.pass = Pass::parameter_gradient;
      step.result = no_value;
      step.scratch = program.add_memory(of.kernel_needs.parameter_gradient_scratch);
      program.add_step(step);
    }
    for (std::size_t which = 0; which < 2; ++which) {
      const ValueId input = of.inputs[which];
      if (input == no_value || !needs[static_cast<std::size_t>(input)]) continue;
      if (of.passes_gradient) {
        add_gradient(input, output_gradient);
        continue;
      }
      step.pass = which == 0 ? Pass::input_gradient : Pass::other_gradient;
      step.result = program.add_value(program.shape(input));
      step.scratch = program.add_memory(of.kernel_needs.input_gradient_scratch);
      step.packed_offset = add_packed(program, of.kernel_needs.input_gradient_packed);
      program.add_step(step);
      add_gradient(input, step.result);
    }
  }
  return program;
}

/// An activation goes into the step before it, as at inference, where its derivative comes from its output
/// and nobody else reads what it starts from.
template <std::size_t S, std::size_t V>
constexpr void fuse_activations_in_training(Program<S, V>& program) {
  std::array<std::size_t, V> readers{};
  for (std::size_t n = 0; n < program.step_count; ++n)
    program.steps[n].for_each_read([&](ValueId id) { ++readers[static_cast<std::size_t>(id)]; });
  Step* before = nullptr;
  for (std::size_t n = 0; n < program.step_count && program.steps[n].pass == Pass::forward; ++n) {
    Step& step = program.steps[n];
    const bool takes = before != nullptr && can_take_activation(*before) && before->output == step.inputs[0];
    if (step.role == Role::activation && takes && readers[static_cast<std::size_t>(step.inputs[0])] == 1) {
      before->activation = step.leaf;
      before->output = before->result = step.output;
      step.output = no_value;
    } else {
      before = &step;
    }
  }
  drop_removed(program);
}

/// The program without its last step, whose work the loss does (softmax or sigmoid).
template <std::size_t S, std::size_t V>
constexpr Program<S, V> without_last_step(Program<S, V> program) {
  program.output = program.steps[--program.step_count].inputs[0];
  return program;
}

/// Capacities that hold any program of `S` forward steps and its backward half.
template <std::size_t S>
inline constexpr std::size_t training_steps = 5 * S + 2;
template <std::size_t V>
inline constexpr std::size_t training_values = 7 * V + 2;

/// The forward half of a training step, before the loss.
template <std::size_t S, std::size_t V>
constexpr Program<S, V> training_forward(const Program<S, V>& lowered) {
  return drop_unread_steps(in_mode(lowered, Mode::training));
}

/// How many images of a batch a training step had better take at a time, of the forward half: as few as let
/// their values and gradients stay in half of a second-level cache from one step to the next, but so
/// many that what each time costs, of the order of ten passes over the parameters, is little
/// (docs/decisions/012). All, where a step saves something of the whole batch.
template <std::size_t S, std::size_t V>
constexpr std::size_t images_at_a_time(const Program<S, V>& forward, std::size_t batch) {
  for (std::size_t n = 0; n < forward.step_count; ++n)
    if (forward.steps[n].saved_count != 0 && forward.steps[n].mode == Mode::training) return batch;
  std::size_t numbers = 1;
  for (std::size_t n = 0; n < forward.value_count; ++n) numbers += 2 * forward.values[n].count();
  const auto images = [numbers](std::size_t count) { return (count + numbers - 1) / numbers; };
  const std::size_t cached = images(second_level_cache / 2);
  const std::size_t worth = images(12 * forward.parameter_count);
  const std::size_t fewest = cached > worth ? cached : worth;
  const std::size_t times = (batch + fewest - 1) / fewest;
  return times == 0 ? 0 : (batch + times - 1) / times;
}

/// The program of one training step: forward, loss, backward.
template <std::size_t S, std::size_t V>
constexpr auto for_training(const Program<S, V>& lowered, bool loss_does_last_step) {
  const auto forward = training_forward(lowered);
  auto program = differentiate<training_steps<S>, training_values<V>>(
      loss_does_last_step ? without_last_step(forward) : forward);
  fuse_activations_in_training(program);
  return share_storage(program);
}

}  // namespace etch::compiler
