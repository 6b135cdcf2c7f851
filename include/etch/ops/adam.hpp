// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/math.hpp>

#include <cstddef>

namespace etch {

/// One step of Adam, see `etch::Adam`: what is the same for all parameters.
struct AdamStep {
  float rate;        ///< Learning rate / (1 - beta1^step).
  float correction;  ///< 1 / (1 - beta2^step).
  float beta1;
  float beta2;
  float epsilon;
  float weight_decay;

  /// Of `count` parameters: their means of gradients and of squares, then themselves.
  constexpr void update(float* parameters, const float* gradient, float* mean, float* square,
                        std::size_t count) const {
    for (std::size_t n = 0; n < count; ++n) {
      const float g = gradient[n] + weight_decay * parameters[n];
      mean[n] = beta1 * mean[n] + (1 - beta1) * g;
      square[n] = beta2 * square[n] + (1 - beta2) * g * g;
      parameters[n] -= rate * mean[n] / (math::sqrt(square[n] * correction) + epsilon);
    }
  }
};

}  // namespace etch
