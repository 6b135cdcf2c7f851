// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "peer.hpp"

// A network's inference as a list, for what is no template: other libraries.
namespace bench {

/// A step that is nothing but its kind's name: no other library here has it.
struct NoGeometry {
  std::string kernel;
};
using AnyGeometry = std::variant<NoGeometry, etch::ConvolutionGeometry, etch::TransposedGeometry,
                                 etch::DenseGeometry, etch::PoolGeometry, etch::ElementwiseGeometry,
                                 etch::ScaleGeometry, etch::SumGeometry, etch::SoftmaxGeometry>;

struct PeerStep {
  static constexpr std::size_t none = PeerValue::none;

  AnyGeometry geometry;
  std::array<std::size_t, 2> inputs{none, none};  ///< Numbers of values.
  std::array<bool, 2> last_use{};                 ///< Whether nobody reads that input afterwards.
  std::size_t result = none;
  etch::Shape shape{};             ///< Of the result.
  bool free = false;               ///< Only the shape changes.
  bool copies = false;             ///< Nothing is computed: the input is a part of the result.
  bool partial = false;            ///< The result is a concatenation, of which this step makes a part,
  std::size_t channel_offset = 0;  ///< from this channel on.
  std::vector<float> parameters;   ///< As the layer has them, normalisations folded in.
};

struct PeerProgram {
  std::vector<PeerStep> steps;
  std::size_t value_count = 0;
  std::size_t input = 0;
  std::size_t output = 0;
  etch::Shape input_shape{};
  etch::Shape output_shape{};
};

namespace detail {

template <class Net, std::size_t Index>
std::vector<float> parameters_of(const etch::Prepared<Net>& prepared) {
  constexpr etch::Step step = etch::Inference<Net>::program.steps[Index];
  constexpr auto g = etch::compiler::geometry<typename Net::body, etch::Inference<Net>::program, Index>();
  std::vector<float> parameters(step.parameter_count + 1);  // A pointer for those that have none, too.
  const float* from = prepared.values + step.packed_offset;
  using Operation = etch::Kernels<g>;
  if constexpr (etch::detail::Packs<Operation>)
    Operation::packing::unpack(from, parameters.data());
  else
    std::copy_n(from, step.parameter_count, parameters.data());
  return parameters;
}

template <class Net, std::size_t Index>
PeerStep peer_step(const etch::Prepared<Net>& prepared) {
  using Schedule = etch::Inference<Net>;
  constexpr const auto& program = Schedule::program;
  constexpr etch::Step step = program.steps[Index];
  PeerStep made;
  for (std::size_t n = 0; n < 2; ++n) {
    const etch::ValueId id = step.inputs[n];
    if (id == etch::no_value) continue;
    made.inputs[n] = static_cast<std::size_t>(id);
    made.last_use[n] = id != program.output && id != program.input;
    for (std::size_t later = Index + 1; later < program.step_count; ++later)
      for (const etch::ValueId input : program.steps[later].inputs)
        if (input != etch::no_value && program.value(input).storage == program.value(id).storage)
          made.last_use[n] = false;
  }
  made.result = static_cast<std::size_t>(step.result);
  made.shape = program.shape(step.result);
  made.partial = step.partial;
  made.copies = step.partial && step.role == etch::Role::other;
  made.channel_offset = step.channel_offset;
  made.free = etch::detail::is_free<Schedule>(step);
  if constexpr (!etch::detail::is_free<Schedule>(step)) {
    constexpr auto g = etch::compiler::geometry<typename Net::body, program, Index>();
    if constexpr (std::is_constructible_v<AnyGeometry, decltype(g)>)
      made.geometry = g;
    else
      made.geometry = NoGeometry{std::string(std::string_view(etch::Kernels<g>::kernel))};
    made.parameters = parameters_of<Net, Index>(prepared);
  }
  return made;
}

}  // namespace detail

template <class Net>
PeerProgram peer_program(const etch::Prepared<Net>& prepared) {
  constexpr const auto& program = etch::Inference<Net>::program;
  PeerProgram made;
  made.value_count = program.value_capacity;
  made.input = static_cast<std::size_t>(program.input);
  made.output = static_cast<std::size_t>(program.output);
  made.input_shape = Net::input_shape;
  made.output_shape = Net::output_shape;
  etch::for_each_index<0, program.step_count>(
      [&](auto index) { made.steps.push_back(detail::peer_step<Net, index>(prepared)); });
  return made;
}

}  // namespace bench
