// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/random.hpp>
#include <etch/training/initializer.hpp>

#include <cstddef>

// For networks whose type and size matter here, not what they have learned: weights and images are drawn.
namespace firmware {

/// As expect.cpp prepares them: the host and a Cortex-M without vectors have the same layout for this target.
extern "C" const etch::Prepared<Net, etch::Target{}> drawn_weights;
inline const auto& weights() { return drawn_weights; }

inline void learned(etch::Parameters<Net>& parameters) { etch::initialize(etch::He{.seed = 1}, parameters); }

/// Numbers from 0 to 1, the same bits everywhere.
inline void sample(std::size_t number, float (&image)[Net::input_shape.size()]) {
  const std::uint64_t seed = etch::mix(number + 1);
  for (std::size_t n = 0; n < sizeof image / sizeof *image; ++n)
    image[n] = static_cast<float>(static_cast<std::uint32_t>(etch::mix(seed + n) >> 40)) / (1 << 24);
}

}  // namespace firmware
