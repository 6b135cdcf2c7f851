// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_POOLING_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_POOLING_INL_H_
#undef ETCH_OPS_POOLING_INL_H_
#else
#define ETCH_OPS_POOLING_INL_H_
#endif

#include <etch/ops/kernels-inl.h>
#include <etch/ops/vector-inl.h>
#include <etch/ops/pooling/reference.hpp>

// In lanes: channels; the last vector is masked.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <PoolGeometry G>
requires(G.is_flat()) struct Kernels<G> {
  static constexpr std::string_view kernel = "pooling";
  static constexpr std::size_t channels = G.channels;

  static void forward(const Operands<float>& o) {
    const FloatTag d;
    for_each_window(o, [&](const float* x, std::size_t window, std::size_t i, std::size_t j) HWY_ATTR {
      float* y = o.result + window * channels;
      const FloatVector scale = hn::Set(d, 1.0f / static_cast<float>(G.divisor(0, i, j)));
      for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        FloatVector value =
            G.pooling == Pooling::max ? load(x + first_position(i, j) * channels + c) : hn::Zero(d);
        for_each_position(i, j, [&](std::size_t at) HWY_ATTR {
          const FloatVector next = load(x + at * channels + c);
          value = G.pooling == Pooling::max ? hn::Max(next, value) : hn::Add(value, next);
        });
        store(G.pooling == Pooling::max ? value : hn::Mul(value, scale), y + c);
      });
    });
  }

  static void input_gradient(const Operands<float>& o) {
    const FloatTag d;
    for_each_vector(o.images * G.input_size(),
                    [&](std::size_t n, auto, auto store) HWY_ATTR { store(hn::Zero(d), o.result + n); });
    for_each_window(o, [&](const float* x, std::size_t window, std::size_t i, std::size_t j) HWY_ATTR {
      const float* dy = o.output_gradient + window * channels;
      float* dx = o.result + window / (G.height.out() * G.width.out()) * G.input_size();
      const FloatVector scale = hn::Set(d, 1.0f / static_cast<float>(G.divisor(0, i, j)));
      for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        if constexpr (G.pooling == Pooling::max) {
          FloatVector largest = load(x + first_position(i, j) * channels + c);
          for_each_position(i, j, [&](std::size_t at) HWY_ATTR {
            largest = hn::Max(load(x + at * channels + c), largest);
          });
          // Only the first of equal values gets the gradient: what is given is taken from what is left.
          FloatVector left = load(dy + c);
          for_each_position(i, j, [&](std::size_t at) HWY_ATTR {
            const auto hit = hn::Eq(load(x + at * channels + c), largest);
            store(hn::Add(load(dx + at * channels + c), hn::IfThenElseZero(hit, left)),
                  dx + at * channels + c);
            left = hn::IfThenZeroElse(hit, left);
          });
        } else {
          const FloatVector part = hn::Mul(load(dy + c), scale);
          for_each_position(i, j, [&](std::size_t at) HWY_ATTR {
            store(hn::Add(load(dx + at * channels + c), part), dx + at * channels + c);
          });
        }
      });
    });
  }

 private:
  /// Calls f(the image's input or null, number of the window in the batch, row, column) for each window.
  template <class F>
  static HWY_INLINE void for_each_window(const Operands<float>& o, const F& f) {
    std::size_t window = 0;
    for (std::size_t image = 0; image < o.images; ++image) {
      const float* x = o.input == nullptr ? nullptr : o.input + image * G.input_size();
      for (std::size_t i = 0; i < G.height.out(); ++i)
        for (std::size_t j = 0; j < G.width.out(); ++j) f(x, window++, i, j);
    }
  }
  /// Calls f(position of the input) for each position of window (i, j) that is not padding.
  template <class F>
  static HWY_INLINE void for_each_position(std::size_t i, std::size_t j, const F& f) {
    for (std::size_t r = 0; r < G.height.kernel; ++r) {
      if (!G.height.inside(i, r)) continue;
      for (std::size_t s = 0; s < G.width.kernel; ++s)
        if (G.width.inside(j, s)) f(G.height.position(i, r) * G.width.in + G.width.position(j, s));
    }
  }
  static constexpr std::size_t first_on(const WindowAxis& axis, std::size_t window) {
    std::size_t tap = 0;
    while (!axis.inside(window, tap)) ++tap;
    return axis.position(window, tap);
  }
  static constexpr std::size_t first_position(std::size_t i, std::size_t j) {
    return first_on(G.height, i) * G.width.in + first_on(G.width, j);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
