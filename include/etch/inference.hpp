// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/tap.hpp>
#include <etch/parameters.hpp>
#include <etch/prepare.hpp>
#include <etch/run.hpp>
#include <etch/workspace.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

namespace etch {

template <class Net>
using InputSpan = std::span<const float, Net::input_shape.size()>;
template <class Net>
using OutputSpan = std::span<const float, Net::output_shape.size()>;

namespace detail {

template <class Net, std::size_t Index>
constexpr std::string_view tap_name() {
  constexpr Step step = Net::inference_program.steps[Index];
  if constexpr (step.kept) return compiler::Leaf<typename Net::body, step.leaf>::tap;
  return {};
}
/// The step of the inference program that marks that tap.
template <class Net, layers::TapName Wanted>
constexpr std::size_t tap_step() {
  constexpr std::size_t count = Net::inference_program.step_count;
  constexpr std::size_t found = [] {
    std::size_t step = count;
    for_each_index<0, count>([&](auto index) {
      if (tap_name<Net, index>() == Wanted.view()) step = index;
    });
    return step;
  }();
  static_assert(found < count, "etch: the network has no Tap of that name");
  return found < count ? found : 0;  // One error is enough.
}

}  // namespace detail

namespace detail {

/// Runs the schedule's program: in a constant expression by the references.
template <class Schedule>
constexpr const float* infer(const Frame<float>& frame) {
  if (std::is_constant_evaluated())
    run<Schedule, PlainBackend, 0, Schedule::program.step_count>(frame);
  else
    run<Schedule, typename Schedule::backend, 0, Schedule::program.step_count>(frame);
  return readable<Schedule, Schedule::program.output>(frame);
}

}  // namespace detail

/// One inference: `input` has Net::input_shape, rows of pixels of channels. The output lies in `workspace`
/// and stays there until the next call with it. Allocates nothing, keeps nothing: with one workspace each,
/// threads may share `prepared`.
template <class Net, class Backend = FastBackend>
constexpr OutputSpan<Net> forward(const Prepared<Net, Backend::target>& prepared, InputSpan<Net> input,
                                  Workspace<Net, Backend::target>& workspace) {
  const Frame<float> frame{.input = input.data(), .parameters = prepared.values, .arena = workspace.values};
  return OutputSpan<Net>(detail::infer<Inference<Net, 1, Backend>>(frame), Net::output_shape.size());
}

/// Inferences of `Batch` images, each of Net::input_shape, that lie one after another, as do the outputs.
/// Dense layers, and convolutions with many weights, read them once for several images. The same numbers as
/// `forward` gives one by one, but for the order of sums. Outputs lie in `workspace` until the next call with
/// it.
template <class Net, std::size_t Batch, class Backend = FastBackend>
constexpr std::span<const float, Batch * Net::output_shape.size()> forward_batch(
    const Prepared<Net, Backend::target>& prepared,
    std::span<const float, Batch * Net::input_shape.size()> input,
    BatchWorkspace<Net, Batch, Backend::target>& workspace) {
  static_assert(Batch > 0, "etch: a batch has at least one image");
  const Frame<float> frame{
      .input = input.data(), .parameters = prepared.values, .arena = workspace.values, .images = Batch};
  return std::span<const float, Batch * Net::output_shape.size()>(
      detail::infer<Inference<Net, Batch, Backend>>(frame), Batch * Net::output_shape.size());
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

/// The auxiliary output that `Tap<Wanted>` marks, after `forward` with this workspace and until the next.
template <class Net, layers::TapName Wanted>
constexpr auto tap(const Workspace<Net>& workspace) {
  constexpr std::size_t index = detail::tap_step<Net, Wanted>();
  constexpr ValueId value = Inference<Net>::program.steps[index].result;
  constexpr std::size_t offset = Inference<Net>::layout.offsets[static_cast<std::size_t>(value)];
  return std::span<const float, Inference<Net>::program.value(value).count()>(
      workspace.values + offset, Inference<Net>::program.value(value).count());
}
/// Its shape.
template <class Net, layers::TapName Wanted>
constexpr Shape tap_shape() {
  return Inference<Net>::program.shape(Inference<Net>::program.steps[detail::tap_step<Net, Wanted>()].result);
}

/// The position of the largest number, the first of equal ones: the class that a classifier's output names.
constexpr std::size_t argmax(std::span<const float> values) {
  std::size_t best = 0;
  for (std::size_t n = 1; n < values.size(); ++n)
    if (values[n] > values[best]) best = n;
  return best;
}

}  // namespace etch
