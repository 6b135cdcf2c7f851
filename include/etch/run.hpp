// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/lower.hpp>
#include <etch/compiler/plan.hpp>
#include <etch/compiler/program.hpp>
#include <etch/indices.hpp>
#include <etch/ops/random.hpp>
#include <etch/ops/references.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

// Running a program: one call a step, everything about the step a template argument.
namespace etch {

/// The memory that a program runs in. `T` is float, or double to check gradients.
template <class T>
struct Frame {
  const T* input = nullptr;  ///< The images, one after another.
  const T* parameters = nullptr;
  T* parameter_gradient = nullptr;  ///< Added to; null for programs that have no backward half.
  T* statistics = nullptr;          ///< Changed by training; null leaves them out.
  T* arena = nullptr;
  std::size_t images = 1;
  std::size_t first_image = 0;  ///< Its position in the batch,
  std::size_t batch = 0;        ///< which has more images than these; 0: it has not.
  std::uint64_t seed = 0;       ///< Of the random operations.
  // Inference by several threads, each with a frame:
  Share share{};
  T* scratch = nullptr;  ///< of all but the first, as large as any step's.
};

/// Runs operations with the kernels of what this translation unit is compiled for, see ops/kernels.hpp.
struct FastBackend;
/// Runs the references: for constant evaluation, for other number types than float, and to compare with.
struct PlainBackend {
  static constexpr Target target{};
  template <auto G>
  using Operation = EachImage<G>;
};

/// What inference runs for `Batch` images at a time. A schedule is a network with one of its programs and the
/// program's layout.
template <class Net, std::size_t Batch = 1, class Backend = FastBackend>
struct Inference {
  using net = Net;
  static constexpr std::size_t images = Batch;
  static constexpr bool prepared = true;  ///< Parameters are those that `prepare` made,
  using backend = Backend;                ///< for this one.
  static constexpr const auto& program = Net::template inference_program_for<Backend::target>;
  static constexpr const auto& layout = Net::template inference_layout_for<Backend::target, Batch>;
};

namespace detail {

template <class Schedule, ValueId Id, class T>
constexpr T* writable(const Frame<T>& frame) {
  if constexpr (Id == no_value)
    return nullptr;
  else
    return frame.arena + Schedule::layout.offsets[static_cast<std::size_t>(Id)];
}
template <class Schedule, ValueId Id, class T>
constexpr const T* readable(const Frame<T>& frame) {
  if constexpr (Id == no_value)
    return nullptr;
  else if constexpr (Schedule::program.value(Schedule::program.value(Id).storage).external)
    return frame.input;
  else
    return writable<Schedule, Id>(frame);
}

/// Whether the step's result already lies where it should.
template <class Schedule>
constexpr bool is_free(const Step& step) {
  if (step.pass == Pass::loss) return true;
  if (step.memory != Memory::view || (step.pass != Pass::forward && step.pass != Pass::input_gradient))
    return false;
  const ValueId from = step.pass == Pass::forward ? step.inputs[0] : step.output_gradient;
  return Schedule::program.value(from).storage == Schedule::program.value(step.result).storage;
}

/// Whether an operation has a layout of parameters of its own, which inference prepares.
template <class Operation>
concept Packs = requires {
  typename Operation::packing;
};

/// Weights of a layer's type, as the kernel wants them.
template <class Packing, const auto& constants>
inline constexpr auto packed_constants = [] {
  std::array<float, Packing::needs.weights + Packing::needs.biases> packed{};
  Packing::pack([](std::size_t n) { return constants[n]; }, [](std::size_t) { return 0.0f; }, packed.data());
  return packed;
}();

/// Where the parameters of a step lie: in the frame, or in the layer's type.
template <class Schedule, std::size_t Index, class T>
constexpr const T* parameters_of(const Frame<T>& frame) {
  constexpr Step step = Schedule::program.steps[Index];
  if constexpr (step.role == Role::fixed)
    return compiler::Leaf<typename Schedule::net::body, step.leaf>::template constants<
        T, Schedule::program.shape(step.inputs[0])>
        .data();
  else if constexpr (Schedule::prepared)
    return frame.parameters + step.packed_offset;
  else
    return frame.parameters + step.parameter_offset;
}

/// Forward with parameters that `prepare` made.
template <class Schedule, class Backend, std::size_t Index, class T>
constexpr void infer_step(Operands<T> operands) {
  constexpr Step step = Schedule::program.steps[Index];
  constexpr auto g = compiler::geometry<typename Schedule::net::body, Schedule::program, Index>();
  using Operation = typename Backend::template Operation<g>;
  using Fast = typename Schedule::backend::template Operation<g>;
  if constexpr (!Packs<Fast>) {
    Operation::forward(operands);
  } else if constexpr (Packs<Operation>) {
    if constexpr (step.role == Role::fixed)
      operands.parameters =
          packed_constants<typename Fast::packing,
                           compiler::Leaf<typename Schedule::net::body, step.leaf>::template constants<
                               T, Schedule::program.shape(step.inputs[0])>>.data();
    if constexpr (Schedule::images == 1 && requires { Operation::infer_image_by_image(operands); })
      Operation::infer_image_by_image(operands);
    else
      Operation::infer(operands);
  } else if constexpr (step.role == Role::fixed) {
    Operation::forward(operands);
  } else {
    // Constant evaluation: the reference wants them as they were.
    std::array<T, g.parameter_count()> parameters{};
    Fast::packing::unpack(operands.parameters, parameters.data());
    operands.parameters = parameters.data();
    Operation::forward(operands);
  }
}

template <class Schedule, class Backend, std::size_t Index, class T>
constexpr void run_step(const Frame<T>& frame) {
  constexpr Step step = Schedule::program.steps[Index];
  if constexpr (!is_free<Schedule>(step)) {
    constexpr auto g = compiler::geometry<typename Schedule::net::body, Schedule::program, Index>();
    using Operation = typename Backend::template Operation<g>;
    Operands<T> operands;
    if constexpr (step.reads_input()) {
      operands.input = readable<Schedule, step.inputs[0]>(frame);
      operands.other = readable<Schedule, step.inputs[1]>(frame);
    }
    if constexpr (step.reads_output()) operands.output = readable<Schedule, step.output>(frame);
    operands.output_gradient = readable<Schedule, step.output_gradient>(frame);
    operands.parameters = parameters_of<Schedule, Index>(frame);
    if constexpr (step.statistic_count > 0)
      operands.statistics = frame.statistics ? frame.statistics + step.statistic_offset : nullptr;
    operands.saved = writable<Schedule, step.saved>(frame);
    operands.result = writable<Schedule, step.result>(frame);
    // Copies into a part know where it begins.
    if constexpr (step.partial && step.role != Role::other) operands.result += step.channel_offset;
    operands.scratch = writable<Schedule, step.scratch>(frame);
    if constexpr (step.scratch != no_value)
      if (frame.share.part != 0) operands.scratch = frame.scratch;
    operands.images = frame.images;
    operands.first_image = frame.first_image;
    operands.share = frame.share;
    if constexpr (!Schedule::prepared) {
      operands.seed = mix(frame.seed + step.leaf);
      // For one part alone kernels choose whether to lay parameters out.
      if constexpr (Schedule::in_parts && Schedule::program.packed_count > 0)
        if (frame.batch > frame.images)
          operands.packed = {frame.arena + Schedule::layout.size + step.packed_offset,
                             frame.first_image != 0};
    }
    if constexpr (step.pass == Pass::parameter_gradient) {
      operands.result = frame.parameter_gradient + step.gradient_offset;
      Operation::parameter_gradient(operands);
    } else if constexpr (step.pass == Pass::input_gradient) {
      Operation::input_gradient(operands);
    } else if constexpr (step.pass == Pass::other_gradient) {
      Operation::other_gradient(operands);
    } else if constexpr (Schedule::prepared) {
      if (!(Shares<Operation> && Schedule::images == 1) && frame.share.part != 0) return;
      infer_step<Schedule, Backend, Index>(operands);
    } else {
      Operation::forward(operands);
    }
  }
}

}  // namespace detail

/// Runs steps `Begin` to `End` - 1.
template <class Schedule, class Backend, std::size_t Begin, std::size_t End, class T>
constexpr void run(const Frame<T>& frame) {
  for_each_index<Begin, End>([&](auto index) { detail::run_step<Schedule, Backend, index>(frame); });
}

}  // namespace etch
