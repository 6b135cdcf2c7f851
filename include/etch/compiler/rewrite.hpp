// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/fuse.hpp>
#include <etch/compiler/program.hpp>

#include <array>
#include <cstddef>

// Passes that give the same answers with fewer steps or less memory.
namespace etch::compiler {

/// All forward steps in that mode, frozen ones in theirs, without the steps that it leaves out, such as
/// dropout.
template <std::size_t S, std::size_t V>
constexpr Program<S, V> in_mode(Program<S, V> program, Mode mode) {
  std::size_t kept = 0;
  for (std::size_t n = 0; n < program.step_count; ++n) {
    Step step = program.steps[n];
    step.mode = mode == Mode::training && step.frozen ? Mode::frozen : mode;
    program.steps[kept] = step;
    if (step.training_only && (mode != Mode::training || step.frozen))
      replace_uses(program, step.output, step.inputs[0]);
    else
      ++kept;
  }
  program.step_count = kept;
  return program;
}

/// Without the steps whose output nobody reads, and without marks: training has no auxiliary outputs.
template <std::size_t S, std::size_t V>
constexpr Program<S, V> drop_unread_steps(Program<S, V> program) {
  std::array<bool, V> read{};
  if (program.output != no_value) read[static_cast<std::size_t>(program.output)] = true;
  for (std::size_t n = program.step_count; n-- > 0;) {
    Step& step = program.steps[n];
    if (!read[static_cast<std::size_t>(step.output)]) {
      step.output = no_value;
      continue;
    }
    for (const ValueId input : step.inputs)
      if (input != no_value) read[static_cast<std::size_t>(input)] = true;
  }
  drop_removed(program);
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
  for (std::size_t n = 0; n < program.step_count; ++n)
    if (program.steps[n].kept) last[static_cast<std::size_t>(program.steps[n].result)] = program.step_count;
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
    if (step.pass == Pass::input_gradient || step.pass == Pass::other_gradient) {
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

/// Gives each step the memory that its kernel works in.
template <std::size_t S, std::size_t V>
constexpr Program<S, V> add_scratch(Program<S, V> program) {
  for (std::size_t n = 0; n < program.step_count; ++n)
    program.steps[n].scratch = program.add_memory(program.steps[n].kernel_needs.inference_scratch);
  return program;
}

/// The program that inference runs. Its parameters are those that `prepare` makes.
template <std::size_t S, std::size_t V>
constexpr auto for_inference(const Program<S, V>& lowered, Target target) {
  const auto plain = own_output(in_mode(resized<S + 1, V + S + 1>(lowered), Mode::inference));
  return share_storage(add_scratch(lay_out_prepared(fuse(plain), target)));
}

}  // namespace etch::compiler
