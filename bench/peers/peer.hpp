// SPDX-License-Identifier: MIT
#pragma once
#include <etch/shape.hpp>

#include <cstddef>
#include <limits>
#include <stdexcept>
#include <vector>

namespace bench {

/// There is nothing there to compare with.
struct NoPeer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A value of a network in a library that keeps channels before positions: its number there, the input's is
/// 0, and the shape whose numbers it has. A vector that was an image has that image's shape, because there
/// flattening changes no order.
struct PeerValue {
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::size_t number = none;
  etch::Shape shape{};

  bool is_there() const { return number != none; }
};

/// Positions of a shape, without its channels.
inline std::size_t positions(etch::Shape shape) { return shape.size() / shape.channels(); }

/// From rows of pixels of channels to a plane for each channel.
inline std::vector<float> channels_first(const float* from, etch::Shape shape) {
  const std::size_t channels = shape.channels();
  std::vector<float> to(shape.size());
  for (std::size_t n = 0; n < to.size(); ++n) to[n % channels * positions(shape) + n / channels] = from[n];
  return to;
}
/// And back.
inline std::vector<float> channels_last(const float* from, etch::Shape shape) {
  const std::size_t channels = shape.channels();
  std::vector<float> to(shape.size());
  for (std::size_t n = 0; n < to.size(); ++n) to[n] = from[n % channels * positions(shape) + n / channels];
  return to;
}

/// Weights of a convolution, (taps, channels / groups, filters), as (filters, channels / groups, taps).
inline std::vector<float> filters_first(const float* from, std::size_t taps, std::size_t channels,
                                        std::size_t filters) {
  std::vector<float> to(taps * channels * filters);
  for (std::size_t n = 0; n < to.size(); ++n)
    to[(n % filters * channels + n / filters % channels) * taps + n / filters / channels] = from[n];
  return to;
}

/// Weights of a dense layer, (inputs, outputs), as (outputs, inputs), the inputs in the order in which `in`
/// has them channels first.
inline std::vector<float> outputs_first(const float* from, etch::Shape in, std::size_t outputs) {
  const std::size_t channels = in.channels();
  std::vector<float> to(in.size() * outputs);
  for (std::size_t i = 0; i < in.size(); ++i)
    for (std::size_t k = 0; k < outputs; ++k)
      to[k * in.size() + i % channels * positions(in) + i / channels] = from[i * outputs + k];
  return to;
}

}  // namespace bench
