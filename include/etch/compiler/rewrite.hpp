// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/program.hpp>

#include <cstddef>

// Passes that give the same answers with fewer steps or less memory.
namespace etch::compiler {

/// Makes every use of `from` a use of `to`.
template <std::size_t S, std::size_t V>
constexpr void replace_uses(Program<S, V>& program, ValueId from, ValueId to) {
  for (std::size_t n = 0; n < program.step_count; ++n)
    for (ValueId& input : program.steps[n].inputs)
      if (input == from) input = to;
  if (program.output == from) program.output = to;
}

/// Without the steps that only training has, such as dropout.
template <std::size_t S, std::size_t V>
constexpr Program<S, V> drop_training_steps(Program<S, V> program) {
  std::size_t kept = 0;
  for (std::size_t n = 0; n < program.step_count; ++n) {
    const Step step = program.steps[n];
    program.steps[kept] = step;
    if (step.training_only)
      replace_uses(program, step.output, step.inputs[0]);
    else
      ++kept;
  }
  program.step_count = kept;
  return program;
}

/// The step after which a value is not read again, for each value; the network's output is needed for ever, a
/// value that nobody reads dies where it is written.
template <std::size_t S, std::size_t V>
constexpr std::array<std::size_t, V> last_uses(const Program<S, V>& program) {
  std::array<std::size_t, V> last{};
  for (std::size_t n = 0; n < program.step_count; ++n) {
    const auto use = [&](ValueId id) { last[static_cast<std::size_t>(id)] = n; };
    program.steps[n].for_each_read(use);
    program.steps[n].for_each_write(use);
  }
  if (program.output != no_value) last[static_cast<std::size_t>(program.output)] = program.step_count;
  return last;
}

/// Lets values share memory: views with what they view, and the result of an in-place step with an operand
/// that is not read afterwards. Sets `Value::storage`.
template <std::size_t S, std::size_t V>
constexpr Program<S, V> share_storage(Program<S, V> program) {
  std::array<std::size_t, V> last = last_uses(program);
  const auto storage = [&](ValueId id) { return program.value(id).storage; };
  const auto share = [&](ValueId result, ValueId with) {
    const ValueId root = storage(with);
    program.value(result).storage = root;
    auto& end = last[static_cast<std::size_t>(root)];
    const std::size_t own = last[static_cast<std::size_t>(result)];
    if (own > end) end = own;
  };
  for (std::size_t n = 0; n < program.step_count; ++n) {
    Step& step = program.steps[n];
    if (step.result == no_value) continue;
    const bool forward = step.pass == Pass::forward;
    if (step.memory == Memory::view && (forward || step.pass == Pass::input_gradient)) {
      const ValueId viewed = forward ? step.inputs[0] : step.output_gradient;
      // The caller's input may be gone when the output is read: the output needs memory of its own.
      const bool escapes = program.value(storage(viewed)).external &&
                           last[static_cast<std::size_t>(step.result)] >= program.step_count;
      if (!escapes) share(step.result, viewed);
      continue;
    }
    const bool in_place =
        step.pass == Pass::accumulate || (step.memory == Memory::in_place && step.pass != Pass::loss);
    if (!in_place) continue;
    bool done = false;
    const auto take = [&](ValueId operand) {
      if (done || operand == no_value) return;
      const ValueId root = storage(operand);
      if (program.value(root).external || last[static_cast<std::size_t>(root)] > n) return;
      if (program.value(operand).count() != program.value(step.result).count()) return;
      share(step.result, operand);
      done = true;
    };
    if (step.pass == Pass::input_gradient) {
      take(step.output_gradient);
    } else {
      take(step.inputs[0]);
      take(step.inputs[1]);
    }
  }
  return program;
}

/// A program whose output is the caller's own input gets a copy: what is returned must not depend on it.
template <std::size_t S, std::size_t V>
constexpr Program<S, V> own_output(Program<S, V> program) {
  if (program.output != program.input) return program;
  Step step;
  step.pass = Pass::copy;
  step.inputs = {program.input, no_value};
  step.output = step.result = program.add_value(program.shape(program.input));
  program.add_step(step);
  program.output = step.output;
  return program;
}

/// The program that inference runs.
template <std::size_t S, std::size_t V>
constexpr auto for_inference(const Program<S, V>& lowered) {
  return share_storage(own_output(drop_training_steps(resized<S + 1, V + 1>(lowered))));
}

}  // namespace etch::compiler
