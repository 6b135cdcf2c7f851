// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/activation.hpp>
#include <etch/ops/math.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>

// A loss gives its value and its gradient by the network's output together, for one image:
//   Target<N>           what a network with N outputs should have answered
//   takes(shape)        whether it can judge an output of that shape
//   does<L>             whether it does the work of a last layer L: the network is then trained without it
//   evaluate<N>(output, target, scale, gradient)
//                       returns the loss, and sets gradient to scale times its derivative; the two may be the
//                       same memory
namespace etch {

/// -log(softmax(output)(class)), from logits: log(sum of e^z) - z(class). A last `Softmax` or `LogSoftmax`
/// layer is done here. The target is the class, below N; another one gives no gradient and a loss that is not
/// a number.
struct SoftmaxCrossEntropy {
  template <std::size_t N>
  using Target = std::size_t;
  /// One position: a class for each pixel of an image would be as many losses.
  static constexpr bool takes(Shape output) { return output.pixels() == 1; }
  template <class L>
  static constexpr bool does = std::is_same_v<L, Softmax> || std::is_same_v<L, LogSoftmax>;

  template <std::size_t N, class T>
  static constexpr T evaluate(const T* output, std::size_t target, T scale, T* gradient) {
    T largest = output[0];
    for (std::size_t n = 1; n < N; ++n)
      if (output[n] > largest) largest = output[n];
    const T at_target = target < N ? output[target] - largest : std::numeric_limits<T>::quiet_NaN();
    T sum = 0;
    for (std::size_t n = 0; n < N; ++n) sum += gradient[n] = math::exp(output[n] - largest);
    for (std::size_t n = 0; n < N; ++n) gradient[n] *= target < N ? scale / sum : T(0);
    if (target < N) gradient[target] -= scale;
    return math::log(sum) - at_target;
  }
};

/// Mean over the outputs of -t log(p) - (1 - t) log(1 - p), p = sigmoid(output), from logits: each output is
/// a question of its own (multi-label). A last `Sigmoid` layer is done here. The targets are probabilities, 0
/// to 1.
struct BinaryCrossEntropy {
  template <std::size_t N>
  using Target = std::array<float, N>;
  static constexpr bool takes(Shape) { return true; }
  template <class L>
  static constexpr bool does = std::is_same_v<L, Sigmoid>;

  template <std::size_t N, class T, class Targets>
  static constexpr T evaluate(const T* output, const Targets& target, T scale, T* gradient) {
    T sum = 0;
    for (std::size_t n = 0; n < N; ++n) {
      const T z = output[n];
      const T t = static_cast<T>(target[n]);
      // max(z, 0) - z t + log(1 + e^-|z|): no exponential of a large number.
      sum += (z > 0 ? z : T(0)) - z * t + math::log(1 + math::exp(z > 0 ? -z : z));
      gradient[n] = scale * (math::sigmoid(z) - t) / static_cast<T>(N);
    }
    return sum / static_cast<T>(N);
  }
};

/// Mean over the outputs of (output - target)^2.
struct MeanSquaredError {
  template <std::size_t N>
  using Target = std::array<float, N>;
  static constexpr bool takes(Shape) { return true; }
  template <class L>
  static constexpr bool does = false;

  template <std::size_t N, class T, class Targets>
  static constexpr T evaluate(const T* output, const Targets& target, T scale, T* gradient) {
    T sum = 0;
    for (std::size_t n = 0; n < N; ++n) {
      const T difference = output[n] - static_cast<T>(target[n]);
      sum += difference * difference;
      gradient[n] = scale * 2 * difference / static_cast<T>(N);
    }
    return sum / static_cast<T>(N);
  }
};

}  // namespace etch
