// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/diagnose.hpp>
#include <etch/compiler/differentiate.hpp>
#include <etch/compiler/lower.hpp>
#include <etch/compiler/plan.hpp>
#include <etch/compiler/rewrite.hpp>
#include <etch/graph/sequential.hpp>
#include <etch/layers/input.hpp>

#include <cstddef>
#include <type_traits>

namespace etch {
namespace compiler {

/// A type that begins a network.
template <class T>
inline constexpr bool is_input = false;
template <std::size_t... Extents>
inline constexpr bool is_input<Input<Extents...>> = true;

/// Stands in for the input of a network that has none.
struct MissingInput {
  static constexpr Shape shape{};
};

template <class... Layers>
struct Split {
  using input = MissingInput;
  using body = Sequential<>;
};
template <class First, class... Rest>
struct Split<First, Rest...> {
  using input = std::conditional_t<is_input<First>, First, MissingInput>;
  using body = Sequential<Rest...>;
};

/// The lowered network, or the failure that it does not begin with its input.
template <class Parts>
constexpr auto lowered(Target target) {
  auto result = lower<typename Parts::body>(Parts::input::shape, target);
  if constexpr (std::is_same_v<typename Parts::input, MissingInput>)
    result.failure = {Problem{Rule::input_is_missing, {}, {}, {}, {}}, 0, Text("Input"), true};
  return result;
}

}  // namespace compiler

/// A network: what it reads, then its layers. Derive a named struct from it and hand that name to everything:
///
///     struct Classifier : etch::Network<etch::Input<28, 28, 1>, etch::Flatten, etch::Dense<10>> {};
///
/// All that can be known from the type alone is a constant of it. A network that breaks a rule does not
/// compile and says why in one sentence.
template <class... Layers>
struct Network {
 private:
  using parts = compiler::Split<Layers...>;

 public:
  /// What it reads: `Input<...>`.
  using input = typename parts::input;
  /// The layers without the input, as one part.
  using body = typename parts::body;

  /// For a machine without vectors, and so the same everywhere; memory for kernels comes with the programs
  /// below.
  static constexpr auto lowered = compiler::lowered<parts>(Target{});
  static constexpr compiler::Failure failure = lowered.failure;
  static_assert(compiler::diagnose<failure, body>());

  /// One forward step for each layer, in the order in which they are written.
  static constexpr const auto& program = lowered.program;

  static constexpr Shape input_shape = parts::input::shape;
  static constexpr Shape output_shape = program.shape(program.output);
  /// Layers, counted through all nesting; the points where branches meet are layers too.
  static constexpr std::size_t layer_count = compiler::leaf_count<body>;
  /// Learned numbers.
  static constexpr std::size_t parameter_count = program.parameter_count;
  /// Those of them that training changes: all but what is `Frozen`.
  static constexpr std::size_t trainable_count = program.gradient_count;
  /// Numbers that training gathers besides, the running means and variances of `BatchNorm`.
  static constexpr std::size_t statistic_count = program.statistic_count;
  /// Multiply-adds of one inference: those of convolutions and dense layers, taps on padding counted.
  static constexpr std::size_t multiply_adds = program.multiply_adds();

  /// What inference runs on a target, and where its values lie, for so many images at a time.
  template <Target T>
  static constexpr auto inference_program_for = compiler::for_inference(compiler::lowered<parts>(T).program,
                                                                        T);
  template <Target T, std::size_t Batch = 1>
  static constexpr auto inference_layout_for = compiler::plan(inference_program_for<T>, Batch);
  /// The same for what this translation unit is compiled for, one image at a time.
  static constexpr const auto& inference_program = inference_program_for<this_target>;
  static constexpr const auto& inference_layout = inference_layout_for<this_target>;
  /// What a training step runs, and where its values lie. `LossDoesLastStep`: the loss takes the place of the
  /// last layer.
  template <bool LossDoesLastStep>
  static constexpr auto training_program =
      compiler::for_training(compiler::lowered<parts>(this_target).program, LossDoesLastStep);
  /// It goes through a batch by so many images at a time.
  template <std::size_t Batch>
  static constexpr std::size_t training_images =
      compiler::images_at_a_time(compiler::training_forward(program), Batch);
  template <bool LossDoesLastStep, std::size_t Images>
  static constexpr auto training_layout = compiler::plan(training_program<LossDoesLastStep>, Images);

  /// Read-only memory that inference reads, for what this translation unit is compiled for: the numbers of
  /// `Prepared<Net>`. On targets with vectors kernels want their weights filled up to whole vectors, or
  /// transformed: that may be several times `flash_bytes`.
  static constexpr std::size_t prepared_bytes = inference_program.packed_count * sizeof(float);
  /// The same on a target without vectors, which takes weights as they are: what firmware needs.
  static constexpr std::size_t flash_bytes = inference_program.parameter_count * sizeof(float);
  /// Memory that one inference works in: the size of a Workspace.
  static constexpr std::size_t inference_bytes = inference_layout.size * sizeof(float);
  /// Memory that training with batches of that size needs: parameters, their gradients, the images, and what
  /// a step works in. A `Trainer` has its optimizer's state and the targets besides.
  template <std::size_t Batch>
  static constexpr std::size_t training_bytes =
      (parameter_count + statistic_count + trainable_count + Batch * input_shape.size() +
       training_layout<false, training_images<Batch>>.size +
       (training_images<Batch> < Batch ? training_program<false>.packed_count : 0)) *
      sizeof(float);

  /// The same for layer number `Index`, counted from 0.
  template <std::size_t Index>
  struct Layer {
    static_assert(Index < layer_count, "etch: this network has no layer of that number; they count from 0");
    using type = compiler::Leaf < body, Index<layer_count ? Index : 0>;  // 0: one error is enough.
    static constexpr Text name{std::string_view(type::name)};

   private:
    static constexpr Step step = program.first_step_of(Index);

   public:
    static constexpr Shape input_shape = program.shape(step.inputs[0]);
    static constexpr Shape output_shape = program.shape(step.output);
    static constexpr std::size_t parameter_count = step.parameter_count;
    static constexpr std::size_t parameter_offset = step.parameter_offset;
    static constexpr bool frozen = step.frozen;
    /// Where its gradient lies among those of all layers that are not frozen.
    static constexpr std::size_t gradient_offset = step.gradient_offset;
    static constexpr std::size_t statistic_count = step.statistic_count;
    static constexpr std::size_t statistic_offset = step.statistic_offset;
    static constexpr std::size_t multiply_adds = step.multiply_adds;
    /// Its parameters as they are written; what is folded into other layers at inference counts in
    /// `Network::flash_bytes` only once.
    static constexpr std::size_t flash_bytes = step.parameter_count * sizeof(float);
    /// What of the workspace is in use while the layer runs; 0 if inference leaves it out.
    static constexpr std::size_t inference_bytes = compiler::bytes_in_use(inference_program, Index);
    /// Its parameters and, unless frozen, their gradients, its output and the gradient by it, for a batch of
    /// that size.
    template <std::size_t Batch>
    static constexpr std::size_t training_bytes = ((frozen ? 1 : 2) * parameter_count +
                                                   2 * Batch * output_shape.size()) *
                                                  sizeof(float);
  };
};

}  // namespace etch
