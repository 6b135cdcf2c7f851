// SPDX-License-Identifier: MIT
#pragma once
#include <etch/parameters.hpp>
#include <etch/run.hpp>
#include <etch/workspace.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <type_traits>

namespace etch {

/// What inference reads: the parameters as this target's kernels want them. Made once, by `prepare`; firmware
/// has it in flash and no `Parameters` besides.
template <class Net>
struct Prepared {
  static constexpr std::size_t count = Net::parameter_count;

  alignas(64) float values[count == 0 ? 1 : count]{};
};

/// Prepares for inference, in place: `prepared` may be large. Also at compile time.
template <class Net>
constexpr void prepare(const Parameters<Net>& parameters, Prepared<Net>& prepared) {
  for (std::size_t n = 0; n < Parameters<Net>::count; ++n) prepared.values[n] = parameters.values[n];
}
template <class Net>
constexpr Prepared<Net> prepare(const Parameters<Net>& parameters) {
  Prepared<Net> prepared;
  prepare(parameters, prepared);
  return prepared;
}

template <class Net>
using InputSpan = std::span<const float, Net::input_shape.size()>;
template <class Net>
using OutputSpan = std::span<const float, Net::output_shape.size()>;

/// One inference: `input` has Net::input_shape, rows of pixels of channels. The output lies in `workspace`
/// and stays there until the next call with it. Allocates nothing, keeps nothing: with one workspace each,
/// threads may share `prepared`.
template <class Net>
constexpr OutputSpan<Net> forward(const Prepared<Net>& prepared, InputSpan<Net> input,
                                  Workspace<Net>& workspace) {
  using Schedule = Inference<Net>;
  const Frame<float> frame{.input = input.data(), .parameters = prepared.values, .arena = workspace.values};
  if (std::is_constant_evaluated())
    run<Schedule, PlainBackend, 0, Schedule::program.step_count>(frame);
  else
    run<Schedule, FastBackend, 0, Schedule::program.step_count>(frame);
  return OutputSpan<Net>(detail::readable<Schedule, Schedule::program.output>(frame),
                         Net::output_shape.size());
}

/// The same with a workspace of its own, on the stack; for small networks, and for constant expressions.
template <class Net>
constexpr std::array<float, Net::output_shape.size()> forward(const Prepared<Net>& prepared,
                                                              InputSpan<Net> input) {
  Workspace<Net> workspace;
  const OutputSpan<Net> output = forward(prepared, input, workspace);
  std::array<float, Net::output_shape.size()> copy{};
  for (std::size_t n = 0; n < copy.size(); ++n) copy[n] = output[n];
  return copy;
}

/// The position of the largest number, the first of equal ones: the class that a classifier's output names.
constexpr std::size_t argmax(std::span<const float> values) {
  std::size_t best = 0;
  for (std::size_t n = 1; n < values.size(); ++n)
    if (values[n] > values[best]) best = n;
  return best;
}

}  // namespace etch
