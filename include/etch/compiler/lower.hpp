// SPDX-License-Identifier: MIT
#pragma once
#include <etch/compiler/leaves.hpp>
#include <etch/compiler/program.hpp>
#include <etch/layers/join.hpp>
#include <etch/layers/layer.hpp>
#include <etch/ops/convolution/select.hpp>
#include <etch/ops/dense/packing.hpp>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/policy.hpp>

#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace etch::compiler {

/// The first rule that a network breaks, and where.
struct Failure {
  Problem problem{};
  std::size_t leaf = 0;
  Text layer{};
  bool at_input = false;  ///< What is wrong comes before the first layer.

  constexpr explicit operator bool() const { return static_cast<bool>(problem); }
};

/// A network as a program of forward steps, one for each layer in the order in which they are written, or
/// what is wrong.
template <std::size_t Steps, std::size_t Values>
struct Lowered {
  Program<Steps, Values> program{};
  Failure failure{};
};

/// What a geometry says of itself, if it does.
template <class Geometry>
constexpr std::size_t saved_count(const Geometry& g) {
  if constexpr (requires { g.saved_count(); }) return g.saved_count();
  return 0;
}

/// What a layer's step can do for its neighbours at inference.
template <class L>
constexpr Role role(Shape in) {
  using Geometry = decltype(L::geometry(in));
  if constexpr (requires { L::inference_geometry(in); })
    return Role::scale;
  else if constexpr (std::is_same_v<Geometry, ElementwiseGeometry>)
    return Role::activation;
  else if constexpr (requires(Geometry g) { g.weight_bias(0); })
    return requires { L::template constants<float, Shape{}>; }
  ? Role::fixed : Role::linear;
  else return Role::other;
}

/// More numbers than this in one value is a mistake, not a network: bytes and batches of it must still be
/// countable.
inline constexpr std::size_t largest_count = std::size_t{1} << (sizeof(std::size_t) == 8 ? 40 : 28);

constexpr bool too_large(Shape shape) { return shape.size() > largest_count; }

/// Walks the tree of types once and writes the program. After the first problem it goes on without doing
/// anything.
template <std::size_t Steps, std::size_t Values>
class Builder {
 public:
  Lowered<Steps, Values> lowered{};

  /// `target`: whose kernels the steps ask memory for.
  constexpr Builder(Shape input, Target target) : target_(target) {
    auto& program = lowered.program;
    program.input = program.add_value(input);
    program.value(program.input).external = true;
    if (input.rank() == 0) return;
    if (too_large(input)) fail_at_input(Problem::large(input));
    if (input.size() == 0) fail_at_input({Rule::shape_has_zero, input, {}, {}, {}});
  }

  /// `Node`, applied to `value`: its output.
  template <class Node>
  constexpr ValueId lower(Part<Node>, ValueId value) {
    if constexpr (Combinator<Node>) {
      return Node::lower(*this, value);
    } else if constexpr (Layer<Node>) {
      if (!lowered.failure) value = add_layer<Node>(value);
    } else {
      if (!lowered.failure) fail({Rule::not_a_layer, {}, {}, {}, {}}, "");
    }
    ++next_leaf_;
    return value;
  }

  /// The number that the next layer gets after all of these.
  template <class... Nodes>
  constexpr std::uint32_t leaf_after(Part<Nodes>...) const {
    return static_cast<std::uint32_t>(next_leaf_ + (leaf_count<Nodes> + ... + 0));
  }
  /// Goes past the number of a layer that joined branches.
  constexpr void pass_leaf() { ++next_leaf_; }
  /// Not a value.
  static constexpr ValueId no_branch() { return no_value; }
  /// What comes before speed from here on.
  constexpr Policy policy() const { return policy_; }
  constexpr void set_policy(Policy policy) { policy_ = policy; }
  /// Whether layers are frozen from here on; returns whether they were.
  constexpr bool freeze(bool on) { return std::exchange(frozen_, on); }

  /// The two values, joined by `J`, layer number `leaf`.
  template <Join J>
  constexpr ValueId join(Part<J>, std::uint32_t leaf, ValueId first, ValueId second) {
    if (lowered.failure) return first;
    auto& program = lowered.program;
    const ShapeOr shape = J::infer(program.shape(first), program.shape(second));
    if (!shape) {
      lowered.failure = {shape.problem(), leaf, Text(std::string_view(J::name))};
      return first;
    }
    Step step;
    step.leaf = leaf;
    step.memory = layers::memory<J>();
    step.passes_gradient = J::passes_gradient;
    step.backward_needs = J::passes_gradient ? Needs::nothing : Needs::input;
    step.role = J::passes_gradient ? Role::sum : Role::other;
    step.inputs = {first, second};
    step.output = step.result = program.add_value(*shape);
    program.add_step(step);
    return step.output;
  }

  /// A value that branches are appended to, channels after channels, by layer number `leaf`.
  constexpr ValueId begin_concat() { return lowered.failure ? no_value : lowered.program.add_value({}); }
  constexpr void append(std::uint32_t leaf, ValueId whole, ValueId branch) {
    if (lowered.failure) return;
    auto& program = lowered.program;
    const Shape so_far = program.shape(whole);
    const Shape part = program.shape(branch);
    const ShapeOr shape = so_far.rank() == 0 ? ShapeOr(part) : layers::ConcatPart::infer(so_far, part);
    if (!shape) {
      lowered.failure = {shape.problem(), leaf, Text(layers::ConcatPart::name)};
      return;
    }
    Step step;
    step.leaf = leaf;
    step.partial = true;
    step.inputs = {branch, no_value};
    step.output = step.result = whole;
    step.channel_offset = so_far.channels();
    program.add_step(step);
    program.value(whole).shape = *shape;
  }

 private:
  Target target_;
  std::uint32_t next_leaf_ = 0;
  bool frozen_ = false;
  Policy policy_{};
  std::array<std::string_view, Steps> taps_{};
  std::size_t tap_count_ = 0;

  constexpr void fail_at_input(const Problem& problem) {
    if (!lowered.failure) lowered.failure = {problem, 0, Text("Input"), true};
  }

  constexpr void fail(const Problem& problem, std::string_view layer) {
    lowered.failure = {problem, next_leaf_, Text(layer)};
  }

  template <Layer L>
  constexpr ValueId add_layer(ValueId value) {
    auto& program = lowered.program;
    const Shape in = program.shape(value);
    ShapeOr shape = L::infer(in);
    if (shape && too_large(*shape)) shape = Problem::large(*shape);
    if (shape && L::parameter_count(in) > largest_count)
      shape = Problem{Rule::too_many_parameters, in, {}, {}, {}};
    if (!shape) {
      fail(shape.problem(), L::name);
      return value;
    }
    if constexpr (requires { L::tap; }) {
      for (std::size_t n = 0; n < tap_count_; ++n)
        if (taps_[n] == L::tap) fail({Rule::tap_names_repeat, {}, {}, {}, Text(L::tap)}, L::name);
      if (lowered.failure) return value;
      taps_[tap_count_++] = L::tap;
    }
    const auto g = etch::with_policy(L::geometry(in), policy_);
    Step step;
    step.leaf = next_leaf_;
    step.memory = layers::memory<L>();
    step.backward_needs = L::backward_needs;
    step.role = role<L>(in);
    step.training_only = layers::training_only<L>();
    step.frozen = frozen_;
    step.policy = policy_;
    step.kept = std::is_base_of_v<layers::Mark, L>;
    step.inputs = {value, no_value};
    step.output = step.result = program.add_value(*shape);
    step.parameter_offset = program.parameter_count;
    step.parameter_count = L::parameter_count(in);
    step.gradient_offset = program.gradient_count;
    step.statistic_offset = program.statistic_count;
    step.statistic_count = number_count(layers::statistic_blocks<L>(in));
    step.multiply_adds = L::multiply_adds(in);
    step.kernel_needs = needs_of(g, target_);
    step.saved_count = saved_count(g);
    if constexpr (requires { writes_parts(g, target_); }) step.writes_parts = writes_parts(g, target_);
    if constexpr (requires { g.weight_bias(0); }) {
      step.sums_all_taps = g.sums_all_taps();
      step.has_bias = g.bias;
      step.bias_count = g.bias_count();
    }
    program.parameter_count += step.parameter_count;
    program.gradient_count += frozen_ ? 0 : step.parameter_count;
    program.statistic_count += step.statistic_count;
    program.add_step(step);
    return step.output;
  }
};

/// Steps that lowering `Node` can give: one for each layer, and what its combinators add.
template <class Node>
inline constexpr std::size_t step_bound = 1;

template <class Node, class... Parts>
constexpr std::size_t step_bound_of(hana::basic_tuple<Part<Parts>...>) {
  std::size_t bound = (step_bound<Parts> + ... + 0);
  if constexpr (requires { Node::extra_steps; }) bound += Node::extra_steps;
  return bound;
}
template <Combinator Node>
inline constexpr std::size_t step_bound<Node> = step_bound_of<Node>(typename Node::parts{});

/// The network `Body` on an input of that shape, for that target.
template <class Body>
constexpr auto lower(Shape input, Target target) {
  // Counting first keeps the arrays as small as the network: constant evaluation pays for each element.
  constexpr std::size_t bound = step_bound<Body>;
  Builder<bound, bound + 1> builder(input, target);
  builder.lowered.program.output = builder.lower(Part<Body>{}, builder.lowered.program.input);
  return builder.lowered;
}

/// The sizes that a layer works with in one of its forms.
template <class L, Mode mode>
constexpr auto geometry_in_mode(Shape in) {
  if constexpr (mode == Mode::inference && requires { L::inference_geometry(in); })
    return L::inference_geometry(in);
  else if constexpr (mode == Mode::frozen && requires { L::frozen_geometry(in); })
    return L::frozen_geometry(in);
  else
    return L::geometry(in);
}

/// The sizes that the layer of step `Index` works with, what the step does for its neighbours included.
template <class Body, const auto& program, std::size_t Index>
constexpr auto layer_geometry() {
  constexpr Step step = program.steps[Index];
  using L = Leaf<Body, step.leaf>;
  if constexpr (step.partial && step.role == Role::other) {
    return L::geometry(program.shape(step.inputs[0]), program.shape(step.output), step.channel_offset);
  } else if constexpr (Join<L>) {
    return L::geometry(program.shape(step.inputs[0]), program.shape(step.inputs[1]));
  } else {
    auto g = etch::with_policy(geometry_in_mode<L, step.mode>(program.shape(step.inputs[0])), step.policy);
    if constexpr (step.scale_before != no_leaf || step.scale_after != no_leaf) g.bias = true;
    if constexpr (step.sum != no_leaf) g.epilogue.adds_other = true;
    if constexpr (step.partial) g.whole_channels = program.shape(step.output).channels();
    if constexpr (step.activation != no_leaf) {
      g.epilogue.activation = Leaf<Body, step.activation>::geometry(program.shape(step.output));
      g.epilogue.activation.count = 0;  // So that steps of other sizes can share code.
    }
    return g;
  }
}

/// The sizes that the operation of step `Index` works with.
template <class Body, const auto& program, std::size_t Index>
constexpr auto geometry() {
  constexpr Step step = program.steps[Index];
  if constexpr (step.pass == Pass::accumulate)
    return SumGeometry{program.value(step.result).count()};
  else if constexpr (step.pass == Pass::copy)
    return CopyGeometry{program.value(step.result).count()};
  else
    return layer_geometry<Body, program, Index>();
}

}  // namespace etch::compiler
