// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_ELEMENTWISE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_ELEMENTWISE_INL_H_
#undef ETCH_OPS_ELEMENTWISE_INL_H_
#else
#define ETCH_OPS_ELEMENTWISE_INL_H_
#endif

#include <etch/ops/kernels-inl.h>
#include <etch/ops/vector-inl.h>
#include <hwy/contrib/math/math-inl.h>
#include <etch/ops/elementwise/reference.hpp>

// In lanes: neighbouring numbers; the last vector is masked.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// Numbers one after another, whatever they mean; `result` may be what is read.
template <ElementwiseGeometry G>
struct Kernels<G> {
  static void forward(const Operands<float>& o) {
    const FloatTag d;
    for_each_vector(o.images * G.count, [&](std::size_t n, auto load, auto store)
                                            HWY_ATTR { store(value(d, load(o.input + n)), o.result + n); });
  }
  static void input_gradient(const Operands<float>& o) {
    const FloatTag d;
    for_each_vector(o.images * G.count, [&](std::size_t n, auto load, auto store) HWY_ATTR {
      const FloatVector y = load(o.output + n);
      store(gradient(d, y, load(o.output_gradient + n)), o.result + n);
    });
  }

 private:
  static HWY_INLINE FloatVector value(FloatTag d, FloatVector x) {
    if constexpr (G.function == Function::relu) {
      return hn::Max(hn::Zero(d), x);
    } else if constexpr (G.function == Function::leaky_relu) {
      return hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Mul(x, hn::Set(d, G.template slope<float>())), x);
    } else if constexpr (G.function == Function::sigmoid) {
      // 1 / (1 + e^-x). Highway's Exp gives nonsense for arguments above 88.7; e^88 is infinite enough.
      const FloatVector one = hn::Set(d, 1.0f);
      return hn::Div(one, hn::Add(one, hn::Exp(d, hn::Neg(hn::Max(x, hn::Set(d, -88.0f))))));
    } else {
      return hn::Tanh(d, x);
    }
  }
  /// dy f'(x), given y = f(x).
  static HWY_INLINE FloatVector gradient(FloatTag d, FloatVector y, FloatVector dy) {
    const FloatVector one = hn::Set(d, 1.0f);
    if constexpr (G.function == Function::relu) {
      return hn::IfThenElseZero(hn::Gt(y, hn::Zero(d)), dy);
    } else if constexpr (G.function == Function::leaky_relu) {
      return hn::IfThenElse(hn::Gt(y, hn::Zero(d)), dy, hn::Mul(dy, hn::Set(d, G.template slope<float>())));
    } else if constexpr (G.function == Function::sigmoid) {
      return hn::Mul(dy, hn::Mul(y, hn::Sub(one, y)));
    } else {
      return hn::Mul(dy, hn::NegMulAdd(y, y, one));
    }
  }
};

template <SumGeometry G>
struct Kernels<G> {
  static void forward(const Operands<float>& o) {
    for_each_vector(o.images * G.count, [&](std::size_t n, auto load, auto store) HWY_ATTR {
      store(hn::Add(load(o.input + n), load(o.other + n)), o.result + n);
    });
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
