// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/elementwise/reference.hpp>
#include <etch/ops/operation.hpp>
#include <etch/ops/sums.hpp>

namespace etch {

/// Convolution, plain: eight filters at a time share the input they read.
template <ConvolutionGeometry G>
struct Reference<G> {
  static constexpr Window window = G.window();

  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    const T* biases = o.parameters + G.weight_count();
    std::size_t y = 0;
    window.for_each_window([&](std::size_t a, std::size_t i, std::size_t j) {
      for (std::size_t group = 0; group < G.groups; ++group) {
        const std::size_t end = (group + 1) * G.group_filters();
        for (std::size_t k = group * G.group_filters(); k < end; k += block) {
          const std::size_t count = end - k < block ? end - k : block;
          // Aligned: g++ 12.2 at -O2 for AVX-512 otherwise stores a vector of doubles where it assumes an
          // alignment.
          alignas(block * sizeof(T)) T sums[block]{};
          if constexpr (G.bias)
            for (std::size_t n = 0; n < count; ++n) sums[n] = biases[k + n];
          window.for_each_tap(a, i, j, [&](std::size_t pixel, std::size_t tap) {
            const T* x = o.input + pixel * G.channels + group * G.group_channels();
            const T* w = o.parameters + tap * G.group_channels() * G.filters + k;
            for (std::size_t c = 0; c < G.group_channels(); ++c)
              for (std::size_t n = 0; n < count; ++n) sums[n] += x[c] * w[c * G.filters + n];
          });
          for (std::size_t n = 0; n < count; ++n)
            o.result[y + k + n] = finished<G.epilogue>(sums[n], o.other, y + k + n);
        }
      }
      y += G.result_pitch();
    });
  }

  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.input_size(); ++n) o.result[n] = 0;
    const T* dy = o.output_gradient;
    window.for_each_window([&](std::size_t a, std::size_t i, std::size_t j) {
      window.for_each_tap(a, i, j, [&](std::size_t pixel, std::size_t tap) {
        for (std::size_t c = 0; c < G.channels; ++c) {
          const std::size_t group = c / G.group_channels();
          const T* w = o.parameters + (tap * G.group_channels() + c % G.group_channels()) * G.filters;
          T sum = 0;
          for (std::size_t k = group * G.group_filters(); k < (group + 1) * G.group_filters(); ++k)
            sum += dy[k] * w[k];
          o.result[pixel * G.channels + c] += sum;
        }
      });
      dy += G.filters;
    });
  }

  template <class T>
  static constexpr void parameter_gradient(const Operands<T>& o) {
    const T* dy = o.output_gradient;
    window.for_each_window([&](std::size_t a, std::size_t i, std::size_t j) {
      window.for_each_tap(a, i, j, [&](std::size_t pixel, std::size_t tap) {
        for (std::size_t c = 0; c < G.channels; ++c) {
          const std::size_t group = c / G.group_channels();
          const T x = o.input[pixel * G.channels + c];
          T* dw = o.result + (tap * G.group_channels() + c % G.group_channels()) * G.filters;
          for (std::size_t k = group * G.group_filters(); k < (group + 1) * G.group_filters(); ++k)
            dw[k] += x * dy[k];
        }
      });
      dy += G.filters;
    });
    if constexpr (G.bias)
      add_rows(o.output_gradient, window.output_positions(), G.filters, o.result + G.weight_count());
  }

 private:
  static constexpr std::size_t block = 8;
};

/// A transposed convolution is its adjoint with forward and gradient by the input exchanged.
template <TransposedGeometry G>
struct Reference<G> {
  using Adjoint = Reference<G.adjoint>;

  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    Operands<T> back = o;
    back.output_gradient = o.input;
    Adjoint::input_gradient(back);
    for (std::size_t n = 0; n < G.output_size(); n += G.filters())
      for (std::size_t k = 0; k < G.filters(); ++k) {
        T y = o.result[n + k];
        if constexpr (G.bias) y += o.parameters[G.weight_count() + k];
        o.result[n + k] = finished<G.epilogue>(y, o.other, n + k);
      }
  }

  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    Operands<T> front = o;
    front.input = o.output_gradient;
    Adjoint::forward(front);
  }

  template <class T>
  static constexpr void parameter_gradient(const Operands<T>& o) {
    Operands<T> exchanged = o;
    exchanged.input = o.output_gradient;
    exchanged.output_gradient = o.input;
    Adjoint::parameter_gradient(exchanged);
    if constexpr (G.bias)
      add_rows(o.output_gradient, G.output_size() / G.filters(), G.filters(), o.result + G.weight_count());
  }
};

/// Filters that are not shared, plain.
template <LocalGeometry G>
struct Reference<G> {
  static constexpr Window window = G.window();

  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for_each_position([&](std::size_t i, std::size_t j, std::size_t y, std::size_t field) {
      for (std::size_t k = 0; k < G.filters; ++k) {
        T sum = G.bias ? o.parameters[G.weight_count() + y + k] : T(0);
        window.for_each_tap(0, i, j, [&](std::size_t pixel, std::size_t tap) {
          for (std::size_t c = 0; c < G.channels; ++c)
            sum += o.input[pixel * G.channels + c] *
                   o.parameters[field + (tap * G.channels + c) * G.filters + k];
        });
        o.result[y + k] = finished<G.epilogue>(sum, o.other, y + k);
      }
    });
  }

  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.input_size(); ++n) o.result[n] = 0;
    for_each_weight([&](std::size_t x, std::size_t y, std::size_t w) {
      o.result[x] += o.output_gradient[y] * o.parameters[w];
    });
  }

  template <class T>
  static constexpr void parameter_gradient(const Operands<T>& o) {
    for_each_weight([&](std::size_t x, std::size_t y, std::size_t w) {
      o.result[w] += o.input[x] * o.output_gradient[y];
    });
    if constexpr (G.bias)
      for (std::size_t n = 0; n < G.output_size(); ++n)
        o.result[G.weight_count() + n] += o.output_gradient[n];
  }

 private:
  /// Calls f(i, j, first output, first weight) for each position.
  template <class F>
  static constexpr void for_each_position(const F& f) {
    std::size_t position = 0;
    window.for_each_window([&](std::size_t, std::size_t i, std::size_t j) {
      f(i, j, position * G.filters, position * G.field_count());
      ++position;
    });
  }
  /// Calls f(input, output, weight) for each product.
  template <class F>
  static constexpr void for_each_weight(const F& f) {
    for_each_position([&](std::size_t i, std::size_t j, std::size_t y, std::size_t field) {
      window.for_each_tap(0, i, j, [&](std::size_t pixel, std::size_t tap) {
        for (std::size_t c = 0; c < G.channels; ++c)
          for (std::size_t k = 0; k < G.filters; ++k)
            f(pixel * G.channels + c, y + k, field + (tap * G.channels + c) * G.filters + k);
      });
    });
  }
};

}  // namespace etch
