// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/operation.hpp>
#include <etch/ops/reshape/geometry.hpp>

namespace etch {

template <CopyGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.count; ++n) o.result[n] = o.input[n];
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.count; ++n) o.result[n] = o.output_gradient[n];
  }
};

/// Forward writes its own channels of the output and leaves the others alone.
template <ConcatGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for (std::size_t p = 0; p < G.pixels; ++p)
      for (std::size_t c = 0; c < G.channels; ++c)
        o.result[p * G.total + G.offset + c] = o.input[p * G.channels + c];
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t p = 0; p < G.pixels; ++p)
      for (std::size_t c = 0; c < G.channels; ++c)
        o.result[p * G.channels + c] = o.output_gradient[p * G.total + G.offset + c];
  }
};

}  // namespace etch
