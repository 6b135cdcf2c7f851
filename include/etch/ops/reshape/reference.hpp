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

/// A permutation of the axes.
template <PermuteGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    for_each([&](std::size_t in, std::size_t out) { o.result[out] = o.input[in]; });
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for_each([&](std::size_t in, std::size_t out) { o.result[in] = o.output_gradient[out]; });
  }

 private:
  /// Calls f(index of the input, index of the output) for each number, the output's in order.
  template <class F>
  static constexpr void for_each(const F& f) {
    std::size_t position[PermuteGeometry::max_rank]{};
    std::size_t in = 0;
    for (std::size_t out = 0; out < G.output_size(); ++out) {
      f(in, out);
      for (std::size_t axis = G.rank; axis-- > 0;) {
        const std::size_t stride = G.stride(G.order[axis]);
        in += stride;
        if (++position[axis] < G.extents[G.order[axis]]) break;
        in -= stride * position[axis];
        position[axis] = 0;
      }
    }
  }
};

/// A border added or taken away.
template <BorderGeometry G>
struct Reference<G> {
  template <class T>
  static constexpr void forward(const Operands<T>& o) {
    constexpr T fill = G.fill.template as<T>();
    for_each(
        [&](std::size_t out, bool inside, std::size_t in) { o.result[out] = inside ? o.input[in] : fill; });
  }
  template <class T>
  static constexpr void input_gradient(const Operands<T>& o) {
    for (std::size_t n = 0; n < G.input_size(); ++n) o.result[n] = 0;
    for_each([&](std::size_t out, bool inside, std::size_t in) {
      if (inside) o.result[in] += o.output_gradient[out];
    });
  }

 private:
  /// Calls f(index of the output, whether there is an input, its index) for each number of the output.
  template <class F>
  static constexpr void for_each(const F& f) {
    std::size_t out = 0;
    // Each axis is gone along for every position of those before it.
    const auto along = [](const BorderGeometry::Axis& axis, BorderSource outer, const auto& each) {
      for (std::size_t n = 0; n < axis.out(); ++n) {
        const BorderSource inner = axis.source(n, G.mode);
        each({outer.inside && inner.inside, outer.position * axis.in + inner.position});
      }
    };
    along(G.depth, {true, 0}, [&](BorderSource plane) {
      along(G.height, plane, [&](BorderSource row) {
        along(G.width, row, [&](BorderSource pixel) {
          along(G.channels, pixel, [&](BorderSource at) { f(out++, at.inside, at.position); });
        });
      });
    });
  }
};

}  // namespace etch
