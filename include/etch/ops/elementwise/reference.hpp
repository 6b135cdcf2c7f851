// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/math.hpp>
#include <etch/ops/operation.hpp>
#include <etch/ops/sums.hpp>

namespace etch {

/// Activation functions, plain. Derivatives are taken from the output where they can be, so that forward may
/// write over its input. `result` may be `input`, or `output_gradient`.
template <ElementwiseGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr T value(T x) {
    // The constants of G. Klambauer et al., "Self-normalizing neural networks", 2017.
    constexpr T selu_alpha = T(1.6732632423543772848170429916717);
    constexpr T selu_scale = T(1.0507009873554804934193349852946);
    constexpr T far = T(1e30);  // Where x / (1 + |x|) is 1, and infinity still far.
    switch (G.function) {
      case Function::identity:
        return x;
      case Function::relu:
        return x < 0 ? T(0) : x;
      case Function::relu6:
        return x < 0 ? T(0) : x > 6 ? T(6) : x;
      case Function::leaky_relu:
        return x < 0 ? x * G.slope.template as<T>() : x;
      case Function::elu:
        return x < 0 ? G.slope.template as<T>() * math::expm1(x) : x;
      case Function::selu:
        return selu_scale * (x < 0 ? selu_alpha * math::expm1(x) : x);
      case Function::sigmoid:
        return math::sigmoid(x);
      case Function::tanh:
        return math::tanh(x);
      case Function::gelu:
        return x * math::normal_cdf(x);
      case Function::gelu_tanh:
        return x / 2 * (1 + math::tanh(gelu_argument(x)));
      case Function::silu:
        return x * math::sigmoid(x);
      case Function::mish:
        return x * math::tanh(math::softplus(x));
      case Function::hard_swish:
        return x * hard_sigmoid(x);
      case Function::hard_sigmoid:
        return hard_sigmoid(x);
      case Function::softplus:
        return math::softplus(x);
      case Function::softsign: {
        const T a = x < 0 ? -x : x;
        return a > far ? (x < 0 ? T(-1) : T(1)) : x / (1 + a);
      }
      case Function::thresholded_relu:
        return x <= G.slope.template as<T>() ? T(0) : x;
    }
    return x;
  }
  /// f'(x), given x or y = f(x), as `derivative_from_output` says.
  template <class T>
  static constexpr T derivative(T given) {
    constexpr T selu_alpha = T(1.6732632423543772848170429916717);
    constexpr T selu_scale = T(1.0507009873554804934193349852946);
    const T x = given;
    const T y = given;
    switch (G.function) {
      case Function::identity:
        return 1;
      case Function::relu:
        return y > 0 ? T(1) : T(0);
      case Function::relu6:
        return y > 0 && y < 6 ? T(1) : T(0);
      case Function::leaky_relu:
        return y > 0 ? T(1) : G.slope.template as<T>();
      case Function::elu:
        return y > 0 ? T(1) : y + G.slope.template as<T>();
      case Function::selu:
        return y > 0 ? selu_scale : y + selu_scale * selu_alpha;
      case Function::sigmoid:
        return y * (1 - y);
      case Function::tanh:
        return 1 - y * y;
      case Function::gelu:
        return math::normal_cdf(x) + x * T(0.39894228040143267794) * math::exp(-x * x / 2);
      case Function::gelu_tanh: {
        const T t = math::tanh(gelu_argument(x));
        if (t * t == 1) return (1 + t) / 2;  // However large x^2 is.
        return (1 + t) / 2 + x / 2 * (1 - t * t) * T(0.79788456080286535588) * (1 + 3 * T(0.044715) * x * x);
      }
      case Function::silu: {
        const T s = math::sigmoid(x);
        return s * (1 + x * (1 - s));
      }
      case Function::mish: {
        const T t = math::tanh(math::softplus(x));
        return t + x * (1 - t * t) * math::sigmoid(x);
      }
      case Function::hard_swish:
        return x <= -3 ? T(0) : x >= 3 ? T(1) : (2 * x + 3) / 6;
      case Function::hard_sigmoid:
        return y > 0 && y < 1 ? T(1) / 6 : T(0);
      case Function::softplus:
        return -math::expm1(-y);
      case Function::softsign:
        return y < 0 ? (1 + y) * (1 + y) : (1 - y) * (1 - y);
      case Function::thresholded_relu:
        return y > G.slope.template as<T>() ? T(1) : T(0);
    }
    return 1;
  }

  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.count; ++n) o.result[n] = value(o.input[n]);
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    const T* given = derivative_from_output(G.function) ? o.output : o.input;
    for (std::size_t n = 0; n < G.count; ++n) o.result[n] = o.output_gradient[n] * derivative(given[n]);
  }

 private:
  template <class T>
  static constexpr T hard_sigmoid(T x) {
    return x <= -3 ? T(0) : x >= 3 ? T(1) : (x + 3) / 6;
  }
  /// sqrt(2 / pi) (x + 0.044715 x^3) (D. Hendrycks, K. Gimpel, "Gaussian error linear units", 2016).
  template <class T>
  static constexpr T gelu_argument(T x) {
    return T(0.79788456080286535588) * (x + T(0.044715) * x * x * x);
  }
};

/// What the epilogue makes of `number`, which goes to place `at`.
template <Epilogue E, class T>
constexpr T finished(T number, const T* other, std::size_t at) {
  if constexpr (E.adds_other) number += other[at];
  if constexpr (E.activation.function != Function::identity) return Reference<E.activation>::value(number);
  return number;
}

/// A sum of two values. Its gradient by either is the gradient by the sum: no step is needed.
/// `result` may be `input` or `other`.
template <SumGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.count; ++n) o.result[n] = o.input[n] + o.other[n];
  }
};

/// A product of two values. `result` may be what it has as many numbers as.
template <ProductGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    multiply(o, o.input);
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    multiply(o, o.output_gradient);
  }
  /// By the second value: summed over the numbers that shared one of its own.
  template <class T>
  static constexpr void other_gradient(const Operands<T>& o) {
    if constexpr (G.other_size() == G.output_size()) {
      for (std::size_t n = 0; n < G.output_size(); ++n) o.result[n] = o.output_gradient[n] * o.input[n];
    } else {
      for (std::size_t n = 0; n < G.other_size(); ++n) o.result[n] = 0;
      for (std::size_t p = 0, n = 0; p < G.pixels; ++p)
        for (std::size_t c = 0; c < G.channels; ++c, ++n)
          o.result[G.other_index(p, c)] += o.output_gradient[n] * o.input[n];
    }
  }

 private:
  template <class T>
  static constexpr void multiply(const Operands<T>& o, const T* from) {
    for (std::size_t p = 0, n = 0; p < G.pixels; ++p)
      for (std::size_t c = 0; c < G.channels; ++c, ++n) o.result[n] = from[n] * o.other[G.other_index(p, c)];
  }
};

/// A scale and a shift for each channel. `result` may be `input`, or `output_gradient`.
template <ScaleGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for (std::size_t p = 0, n = 0; p < G.pixels; ++p)
      for (std::size_t c = 0; c < G.channels; ++c, ++n) {
        T y = o.input[n] * o.parameters[c];
        if constexpr (G.bias) y += o.parameters[G.channels + c];
        o.result[n] = finished<G.epilogue>(y, o.other, n);
      }
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t p = 0, n = 0; p < G.pixels; ++p)
      for (std::size_t c = 0; c < G.channels; ++c, ++n) o.result[n] = o.output_gradient[n] * o.parameters[c];
  }
  template <class T>
  static constexpr void parameter_gradient(const Operands<T>& o) {
    for (std::size_t c = 0; c < G.channels; ++c) {
      LongSum<T> sum;
      for (std::size_t n = c; n < G.output_size(); n += G.channels)
        sum.add(o.output_gradient[n] * o.input[n]);
      o.result[c] += sum.value();
    }
    if constexpr (G.bias) add_rows(o.output_gradient, G.pixels, G.channels, o.result + G.channels);
  }
};

/// A rectifier with learned slopes. `result` may be `input` where nobody needs that later, or
/// `output_gradient`.
template <PreluGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for_each([&](std::size_t n, std::size_t s) {
      o.result[n] = o.input[n] < 0 ? o.input[n] * o.parameters[s] : o.input[n];
    });
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for_each([&](std::size_t n, std::size_t s) {
      o.result[n] = o.input[n] > 0 ? o.output_gradient[n] : o.output_gradient[n] * o.parameters[s];
    });
  }
  template <class T>
  static constexpr void parameter_gradient(const Operands<T>& o) {
    for_each([&](std::size_t n, std::size_t s) {
      if (o.input[n] < 0) o.result[s] += o.output_gradient[n] * o.input[n];
    });
  }

 private:
  template <class F>
  static constexpr void for_each(const F& f) {
    for (std::size_t p = 0, n = 0; p < G.pixels; ++p)
      for (std::size_t c = 0; c < G.channels; ++c, ++n) f(n, G.slope_of(c));
  }
};

}  // namespace etch
