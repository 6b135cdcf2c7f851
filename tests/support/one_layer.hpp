// SPDX-License-Identifier: MIT
#pragma once
#include <etch/forward.hpp>
#include <etch/network.hpp>

#include <array>
#include <cstddef>
#include <utility>

// Runs a layer, or a small network, with given parameters on a given input.
namespace support {

template <etch::Shape S, class = std::make_index_sequence<S.rank()>>
struct InputOfShape;
template <etch::Shape S, std::size_t... Axis>
struct InputOfShape<S, std::index_sequence<Axis...>> {
  using type = etch::Input<S[Axis]...>;
};
/// The `Input<...>` of that shape.
template <etch::Shape S>
using InputOf = typename InputOfShape<S>::type;

/// The network of layer `L` alone, on an input of shape `In`.
template <class L, etch::Shape In>
struct OneLayer : etch::Network<InputOf<In>, L> {};

/// What is wrong with layer `L` on an input of that shape.
template <class L>
constexpr etch::Problem problem(etch::Shape in) {
  return L::infer(in).problem();
}

/// What `Net` answers to `input` with those parameters, in the order in which they lie: computed by the plain
/// loops in a constant expression, by this target's kernels otherwise.
template <class Net>
constexpr auto outputs(const std::array<float, Net::parameter_count>& parameters,
                       const std::array<float, Net::input_shape.size()>& input) {
  etch::Parameters<Net> all;
  for (std::size_t n = 0; n < Net::parameter_count; ++n) all.values[n] = parameters[n];
  return etch::forward<Net>(etch::prepare(all), input);
}

/// The same for a layer alone.
template <class L, etch::Shape In>
constexpr auto outputs_of(const std::array<float, OneLayer<L, In>::parameter_count>& parameters,
                          const std::array<float, In.size()>& input) {
  return outputs<OneLayer<L, In>>(parameters, input);
}

}  // namespace support
