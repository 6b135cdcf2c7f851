// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/elementwise/reference.hpp>
#include <etch/ops/math.hpp>
#include <etch/ops/normalization/geometry.hpp>
#include <etch/ops/operation.hpp>
#include <etch/ops/sums.hpp>

namespace etch {
namespace detail {

/// Mean and biased variance of the numbers that `for_each` calls its argument with, in two passes: the
/// difference of two large sums would lose what float has.
template <class T>
struct Moments {
  T mean = 0;
  T variance = 0;
};
template <class T, class ForEach>
constexpr Moments<T> moments(std::size_t count, const ForEach& for_each) {
  LongSum<T> sum;
  for_each([&](T x) { sum.add(x); });
  const T mean = sum.value() / static_cast<T>(count);
  LongSum<T> squares;
  for_each([&](T x) { squares.add((x - mean) * (x - mean)); });
  return {mean, squares.value() / static_cast<T>(count)};
}

}  // namespace detail

/// Batch normalisation, plain. Works on the whole batch. `result` may be `input` where nobody needs that
/// later, or `output_gradient`.
template <BatchNormGeometry G>
struct Reference<G> {
  static constexpr bool whole_batch = true;

  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    const std::size_t count = o.images * G.pixels;
    for (std::size_t c = 0; c < G.channels; ++c) {
      T mean = 0;
      T scale = 0;
      if constexpr (G.frozen) {
        mean = o.statistics[c];
        scale = 1 / math::sqrt(o.statistics[G.channels + c] + epsilon<T>);
      } else {
        const auto moments = detail::moments<T>(count, [&](const auto& f) {
          for (std::size_t p = 0; p < count; ++p) f(o.input[p * G.channels + c]);
        });
        mean = o.saved[c] = moments.mean;
        scale = o.saved[G.channels + c] = 1 / math::sqrt(moments.variance + epsilon<T>);
        if (o.statistics) update(o.statistics, c, moments, count);
        o.saved[4 * G.channels] = 0;  // No sums yet.
      }
      const T gamma = G.affine ? o.parameters[c] : T(1);
      const T beta = G.affine ? o.parameters[G.channels + c] : T(0);
      for (std::size_t n = c; n < count * G.channels; n += G.channels)
        o.result[n] = finished<G.epilogue>((o.input[n] - mean) * (scale * gamma) + beta, o.other, n);
    }
  }

  /// dx = gamma / deviation (dy - mean of dy - x^ mean of dy x^), x^ = (x - mean) / deviation.
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    const std::size_t count = o.images * G.pixels;
    if constexpr (!G.frozen) have_sums(o);
    for (std::size_t c = 0; c < G.channels; ++c) {
      const T gamma = G.affine ? o.parameters[c] : T(1);
      if constexpr (G.frozen) {
        const T scale = gamma / math::sqrt(o.statistics[G.channels + c] + epsilon<T>);
        for (std::size_t n = c; n < count * G.channels; n += G.channels)
          o.result[n] = o.output_gradient[n] * scale;
      } else {
        const T scale = o.saved[G.channels + c];
        const T mean_gradient = o.saved[2 * G.channels + c] / static_cast<T>(count);
        const T mean_product = o.saved[3 * G.channels + c] / static_cast<T>(count);
        for (std::size_t n = c; n < count * G.channels; n += G.channels)
          o.result[n] =
              gamma * scale *
              (o.output_gradient[n] - mean_gradient - (o.input[n] - o.saved[c]) * scale * mean_product);
      }
    }
  }

  template <class T>
  static constexpr void parameter_gradient(const Operands<T>& o) requires(!G.frozen) {
    if constexpr (G.affine) {
      have_sums(o);
      for (std::size_t c = 0; c < G.channels; ++c) {
        o.result[c] += o.saved[3 * G.channels + c];
        o.result[G.channels + c] += o.saved[2 * G.channels + c];
      }
    }
  }

 private:
  template <class T>
  static constexpr T epsilon = G.epsilon.template as<T>();

  /// Of dy, and of dy x^, unless another gradient has left them.
  template <class T>
  static constexpr void have_sums(const Operands<T>& o) {
    if (o.saved[4 * G.channels] != 0) return;
    for (std::size_t c = 0; c < G.channels; ++c) {
      LongSum<T> gradient;
      LongSum<T> product;
      for (std::size_t n = c; n < o.images * G.pixels * G.channels; n += G.channels) {
        gradient.add(o.output_gradient[n]);
        product.add(o.output_gradient[n] * (o.input[n] - o.saved[c]));
      }
      o.saved[2 * G.channels + c] = gradient.value();
      o.saved[3 * G.channels + c] = product.value() * o.saved[G.channels + c];
    }
    o.saved[4 * G.channels] = 1;
  }

  template <class T>
  static constexpr void update(T* statistics, std::size_t c, const detail::Moments<T>& batch,
                               std::size_t count) {
    constexpr T momentum = G.momentum.template as<T>();
    // Of one number there is no unbiased variance.
    const T unbiased = count > 1 ? static_cast<T>(count) / static_cast<T>(count - 1) : T(1);
    statistics[c] += momentum * (batch.mean - statistics[c]);
    T& variance = statistics[G.channels + c];
    variance += momentum * (batch.variance * unbiased - variance);
  }
};

/// Normalisation within one image, plain. `result` may be what it may be of batch normalisation.
template <StandardizeGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for_each_group([&](std::size_t row, std::size_t group) {
      const auto [mean, scale] = standard(o.input, row, group);
      for_each_number(row, group, [&, mean = mean, scale = scale](std::size_t n, std::size_t c) {
        T y = (o.input[n] - mean) * scale;
        if constexpr (G.affine) y = y * o.parameters[c] + o.parameters[G.channels + c];
        o.result[n] = y;
      });
    });
  }

  /// dx = (g - mean of g - x^ mean of g x^) / deviation, g = gamma dy.
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    constexpr T count = static_cast<T>(G.pixels * G.group_channels());
    for_each_group([&](std::size_t row, std::size_t group) {
      const auto [mean, scale] = standard(o.input, row, group);
      const auto gradient = [&](std::size_t n, std::size_t c) {
        return G.affine ? o.output_gradient[n] * o.parameters[c] : o.output_gradient[n];
      };
      LongSum<T> gradients;
      LongSum<T> products;
      for_each_number(row, group, [&, mean = mean](std::size_t n, std::size_t c) {
        gradients.add(gradient(n, c));
        products.add(gradient(n, c) * (o.input[n] - mean));
      });
      const T sum = gradients.value();
      const T product = products.value() * scale;
      for_each_number(row, group, [&, mean = mean, scale = scale](std::size_t n, std::size_t c) {
        o.result[n] = scale * (gradient(n, c) - sum / count - (o.input[n] - mean) * scale * product / count);
      });
    });
  }

  template <class T>
  static constexpr void parameter_gradient(const Operands<T>& o) {
    if constexpr (G.affine)
      for_each_group([&](std::size_t row, std::size_t group) {
        const auto [mean, scale] = standard(o.input, row, group);
        for_each_number(row, group, [&, mean = mean, scale = scale](std::size_t n, std::size_t c) {
          o.result[c] += o.output_gradient[n] * (o.input[n] - mean) * scale;
          o.result[G.channels + c] += o.output_gradient[n];
        });
      });
  }

 private:
  template <class T>
  struct Standard {
    T mean;
    T scale;
  };
  template <class T>
  static constexpr Standard<T> standard(const T* x, std::size_t row, std::size_t group) {
    const auto moments = detail::moments<T>(G.pixels * G.group_channels(), [&](const auto& f) {
      for_each_number(row, group, [&](std::size_t n, std::size_t) { f(x[n]); });
    });
    return {moments.mean, 1 / math::sqrt(moments.variance + G.epsilon.template as<T>())};
  }

  template <class F>
  static constexpr void for_each_group(const F& f) {
    for (std::size_t row = 0; row < G.rows; ++row)
      for (std::size_t group = 0; group < G.groups; ++group) f(row, group);
  }
  /// Calls f(index, channel) for the numbers of one group.
  template <class F>
  static constexpr void for_each_number(std::size_t row, std::size_t group, const F& f) {
    for (std::size_t p = 0; p < G.pixels; ++p)
      for (std::size_t c = group * G.group_channels(); c < (group + 1) * G.group_channels(); ++c)
        f((row * G.pixels + p) * G.channels + c, c);
  }
};

/// Local response normalisation, plain.
template <LocalResponseGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for_each([&](std::size_t pixel, std::size_t c) {
      o.result[pixel + c] = o.input[pixel + c] * math::pow(scale(o.input + pixel, c), -beta<T>);
    });
  }

  /// dx(c) = dy(c) s(c)^-beta - 2 alpha / size beta x(c) sum over the d whose sums have c of
  /// dy(d) x(d) s(d)^(-beta - 1).
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.input_size(); ++n) o.result[n] = 0;
    for_each([&](std::size_t pixel, std::size_t d) {
      const T* x = o.input + pixel;
      const T s = scale(x, d);
      const T power = math::pow(s, -beta<T>);
      const T dy = o.output_gradient[pixel + d];
      const T shared = 2 * factor<T> * beta<T> * dy * x[d] * power / s;
      o.result[pixel + d] += dy * power;
      for (std::size_t c = G.first(d); c < G.end(d); ++c) o.result[pixel + c] -= shared * x[c];
    });
  }

 private:
  template <class T>
  static constexpr T factor = G.alpha.template as<T>() / static_cast<T>(G.size());
  template <class T>
  static constexpr T beta = G.beta.template as<T>();

  template <class T>
  static constexpr T scale(const T* x, std::size_t c) {
    T sum = 0;
    for (std::size_t d = G.first(c); d < G.end(c); ++d) sum += x[d] * x[d];
    return G.offset.template as<T>() + factor<T> * sum;
  }
  template <class F>
  static constexpr void for_each(const F& f) {
    for (std::size_t p = 0; p < G.pixels; ++p)
      for (std::size_t c = 0; c < G.channels; ++c) f(p * G.channels, c);
  }
};

}  // namespace etch
