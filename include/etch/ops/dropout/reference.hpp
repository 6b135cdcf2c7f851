// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/dropout/geometry.hpp>
#include <etch/ops/operation.hpp>
#include <etch/ops/random.hpp>

namespace etch {

/// Dropout, plain. Which elements fall is a function of seed and position: backward computes it again,
/// nothing is stored. `result` may be `input`, or `output_gradient`.
template <DropoutGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    apply(o, o.input);
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    apply(o, o.output_gradient);
  }

 private:
  template <class T>
  static constexpr void apply(const Operands<T>& o, const T* from) {
    const std::uint64_t begin = o.seed + o.first_image * G.draws();
    for (std::size_t n = 0; n < G.count; ++n)
      o.result[n] =
          (mix(begin + n % G.draws()) >> 32) < G.threshold() ? T(0) : from[n] * G.template scale<T>();
  }
};

}  // namespace etch
