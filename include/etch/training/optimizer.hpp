// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/adam.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

// An optimizer changes the parameters after each step; its members may be changed between steps (schedules):
//   state_per_parameter  numbers that it keeps for each parameter, 0 at the start
//   update(parameters, gradient, state, count, step)
//                        of parameters that lie one after another; `state` has a pointer to as many numbers
//                        of each kind; step counts from 1
namespace etch {

struct FastBackend;

/// Stochastic gradient descent: v = momentum v + (g + weight_decay p); p -= learning_rate v.
struct Sgd {
  static constexpr std::size_t state_per_parameter = 1;

  float learning_rate = 0.01f;
  float momentum = 0;
  float weight_decay = 0;

  constexpr void update(float* parameters, const float* gradient, const std::array<float*, 1>& state,
                        std::size_t count, std::uint64_t /*step*/) const {
    // Copies: as members they might be among the numbers written, for all that a compiler knows.
    const float rate = learning_rate, kept = momentum, decay = weight_decay;
    float* velocity = state[0];
    for (std::size_t n = 0; n < count; ++n) {
      velocity[n] = kept * velocity[n] + (gradient[n] + decay * parameters[n]);
      parameters[n] -= rate * velocity[n];
    }
  }
};

/// Adam (D. Kingma, J. Ba, 2015): m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
/// p -= learning_rate m^ / (sqrt(v^) + epsilon), m^ and v^ being m and v divided by 1 - beta^step.
/// Weight decay is added to the gradient, as in PyTorch's Adam.
struct Adam {
  static constexpr std::size_t state_per_parameter = 2;

  float learning_rate = 0.001f;
  float beta1 = 0.9f;
  float beta2 = 0.999f;
  float epsilon = 1e-8f;
  float weight_decay = 0;

  template <class Backend = FastBackend>
  constexpr void update(float* parameters, const float* gradient, const std::array<float*, 2>& state,
                        std::size_t count, std::uint64_t step) const {
    const AdamStep adam{.rate = learning_rate / (1 - power(beta1, step)),
                        .correction = 1 / (1 - power(beta2, step)),
                        .beta1 = beta1,
                        .beta2 = beta2,
                        .epsilon = epsilon,
                        .weight_decay = weight_decay};
    if (std::is_constant_evaluated())
      adam.update(parameters, gradient, state[0], state[1], count);
    else
      Backend::update(adam, parameters, gradient, state[0], state[1], count);
  }

 private:
  static constexpr float power(float base, std::uint64_t exponent) {
    float result = 1;
    for (; exponent != 0; exponent /= 2, base *= base)
      if (exponent % 2 != 0) result *= base;
    return result;
  }
};

}  // namespace etch
