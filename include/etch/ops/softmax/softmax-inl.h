// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_SOFTMAX_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_SOFTMAX_INL_H_
#undef ETCH_OPS_SOFTMAX_INL_H_
#else
#define ETCH_OPS_SOFTMAX_INL_H_
#endif

#include <etch/ops/kernels-inl.h>
#include <etch/ops/vector-inl.h>
#include <hwy/contrib/math/math-inl.h>
#include <etch/ops/softmax/reference.hpp>

// In lanes: channels of one position; the last vector is masked.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <SoftmaxGeometry G>
requires(!G.logarithm) struct Kernels<G> {
  static constexpr std::string_view kernel = "softmax";

  static void forward(const Operands<float>& o) {
    const FloatTag d;
    for (std::size_t row = 0; row < o.images * G.rows; ++row) {
      const float* x = o.input + row * G.channels;
      float* y = o.result + row * G.channels;
      const float largest = row_largest(x);
      const FloatVector shift = hn::Set(d, largest);
      for_each_vector(G.channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        // Exp gives 0 for what is not a number.
        const FloatVector below = hn::Sub(load(x + c), shift);
        store(hn::IfThenElse(hn::IsNaN(below), below, hn::Exp(d, below)), y + c);
      });
      // Masked lanes are zeros, and add nothing.
      FloatVector sums = hn::Zero(d);
      for_each_vector(G.channels,
                      [&](std::size_t c, auto load, auto) HWY_ATTR { sums = hn::Add(sums, load(y + c)); });
      const FloatVector whole = hn::SumOfLanes(d, sums);
      for_each_vector(G.channels, [&](std::size_t c, auto load, auto store)
                                      HWY_ATTR { store(hn::Div(load(y + c), whole), y + c); });
    }
  }

  static void input_gradient(const Operands<float>& o) {
    const FloatTag d;
    for (std::size_t row = 0; row < o.images * G.rows; ++row) {
      const std::size_t at = row * G.channels;
      FloatVector sums = hn::Zero(d);
      for_each_vector(G.channels, [&](std::size_t c, auto load, auto) HWY_ATTR {
        sums = hn::MulAdd(load(o.output_gradient + at + c), load(o.output + at + c), sums);
      });
      const FloatVector whole = hn::SumOfLanes(d, sums);
      for_each_vector(G.channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        const FloatVector dy = load(o.output_gradient + at + c);
        store(hn::Mul(load(o.output + at + c), hn::Sub(dy, whole)), o.result + at + c);
      });
    }
  }

 private:
  static HWY_INLINE float row_largest(const float* HWY_RESTRICT x) {
    float largest = x[0];
    for (std::size_t c = 1; c < G.channels; ++c) largest = x[c] > largest ? x[c] : largest;
    return largest;
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
