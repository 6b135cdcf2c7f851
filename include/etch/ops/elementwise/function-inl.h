// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_ELEMENTWISE_FUNCTION_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_ELEMENTWISE_FUNCTION_INL_H_
#undef ETCH_OPS_ELEMENTWISE_FUNCTION_INL_H_
#else
#define ETCH_OPS_ELEMENTWISE_FUNCTION_INL_H_
#endif

#include <etch/ops/vector-inl.h>
#include <hwy/contrib/math/math-inl.h>
#include <etch/ops/elementwise/geometry.hpp>

// Activation functions of one vector, for the functions that `has_kernel` names.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

// What is not a number must stay so: of an unordered pair x86's Max and Min give the second, so that the
// bound is the first.

/// 1 / (1 + e^-x). Highway's Exp gives nonsense for arguments above 88.7; e^88 is infinite enough. Of what is
/// not a number it gives 0.
HWY_INLINE FloatVector sigmoid(FloatTag d, FloatVector x) {
  const FloatVector one = hn::Set(d, 1.0f);
  const FloatVector y = hn::Div(one, hn::Add(one, hn::Exp(d, hn::Neg(hn::Max(hn::Set(d, -88.0f), x)))));
  return hn::IfThenElse(hn::IsNaN(x), x, y);
}

/// x P(x^2) / Q(x^2), a minimax fit of tanh(x) / x (to 2e-8, found by Lawson's iteration) up to where tanh
/// rounds to
/// 1. Within 4 units in the last place, 5 where a multiply-add rounds twice (tests/ops/functions.cpp).
HWY_INLINE FloatVector tanh(FloatTag d, FloatVector x) {
  const FloatVector end = hn::Set(d, 9.02f);
  x = hn::Min(end, hn::Max(hn::Neg(end), x));
  const FloatVector t = hn::Mul(x, x);
  FloatVector p = hn::Set(d, 1.33193696545e-8f);
  p = hn::MulAdd(p, t, hn::Set(d, 2.05836996511e-5f));
  p = hn::MulAdd(p, t, hn::Set(d, 0.00349404866388f));
  p = hn::MulAdd(p, t, hn::Set(d, 0.133797303014f));
  p = hn::MulAdd(p, t, hn::Set(d, 0.99999997916f));
  FloatVector q = hn::Set(d, 7.76214109964e-7f);
  q = hn::MulAdd(q, t, hn::Set(d, 0.000328311519228f));
  q = hn::MulAdd(q, t, hn::Set(d, 0.0258711282291f));
  q = hn::MulAdd(q, t, hn::Set(d, 0.467130455999f));
  q = hn::MulAdd(q, t, hn::Set(d, 1.0f));
  const FloatVector one = hn::Set(d, 1.0f);
  return hn::Min(one, hn::Max(hn::Neg(one), hn::Div(hn::Mul(x, p), q)));
}

/// x where x / (1 + e^-x) is not as good as 0: `sigmoid` of less is not 0.
HWY_INLINE FloatVector silu_argument(FloatTag d, FloatVector x) { return hn::Max(hn::Set(d, -88.0f), x); }

/// min(max((x + 3) / 6, 0), 1).
HWY_INLINE FloatVector hard_sigmoid(FloatTag d, FloatVector x) {
  const FloatVector sixth = hn::Set(d, 1.0f / 6);
  const FloatVector y = hn::Mul(hn::Add(x, hn::Set(d, 3.0f)), sixth);
  return hn::Min(hn::Set(d, 1.0f), hn::Max(hn::Zero(d), y));
}

/// f(x).
template <ElementwiseGeometry G>
HWY_INLINE FloatVector activated(FloatTag d, FloatVector x) {
  if constexpr (G.function == Function::relu) {
    return hn::Max(hn::Zero(d), x);
  } else if constexpr (G.function == Function::relu6) {
    return hn::Min(hn::Set(d, 6.0f), hn::Max(hn::Zero(d), x));
  } else if constexpr (G.function == Function::leaky_relu) {
    const FloatVector slope = hn::Set(d, G.slope.template as<float>());
    return hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Mul(x, slope), x);
  } else if constexpr (G.function == Function::sigmoid) {
    return sigmoid(d, x);
  } else if constexpr (G.function == Function::tanh) {
    return tanh(d, x);
  } else if constexpr (G.function == Function::silu) {
    x = silu_argument(d, x);
    return hn::Mul(x, sigmoid(d, x));
  } else if constexpr (G.function == Function::hard_swish) {
    return hn::Mul(x, hard_sigmoid(d, x));
  } else if constexpr (G.function == Function::hard_sigmoid) {
    return hard_sigmoid(d, x);
  } else {
    static_assert(G.function == Function::identity);
    return x;
  }
}

/// dy f'(x); `given` is f(x), or x, as `derivative_from_output` says.
template <ElementwiseGeometry G>
HWY_INLINE FloatVector activation_gradient(FloatTag d, FloatVector given, FloatVector dy) {
  const FloatVector zero = hn::Zero(d);
  const FloatVector one = hn::Set(d, 1.0f);
  if constexpr (G.function == Function::relu) {
    return hn::IfThenElseZero(hn::Gt(given, zero), dy);
  } else if constexpr (G.function == Function::relu6) {
    return hn::IfThenElseZero(hn::And(hn::Gt(given, zero), hn::Lt(given, hn::Set(d, 6.0f))), dy);
  } else if constexpr (G.function == Function::leaky_relu) {
    const FloatVector slope = hn::Set(d, G.slope.template as<float>());
    return hn::IfThenElse(hn::Gt(given, zero), dy, hn::Mul(dy, slope));
  } else if constexpr (G.function == Function::sigmoid) {
    return hn::Mul(dy, hn::Mul(given, hn::Sub(one, given)));
  } else if constexpr (G.function == Function::tanh) {
    return hn::Mul(dy, hn::NegMulAdd(given, given, one));
  } else if constexpr (G.function == Function::silu) {
    given = silu_argument(d, given);
    const FloatVector s = sigmoid(d, given);
    return hn::Mul(dy, hn::Mul(s, hn::MulAdd(given, hn::Sub(one, s), one)));
  } else if constexpr (G.function == Function::hard_swish) {
    const FloatVector three = hn::Set(d, 3.0f);
    const FloatVector inside = hn::Mul(hn::MulAdd(hn::Set(d, 2.0f), given, three), hn::Set(d, 1.0f / 6));
    const FloatVector slope = hn::IfThenElse(hn::Lt(given, three), inside, one);
    return hn::IfThenElseZero(hn::Gt(given, hn::Neg(three)), hn::Mul(dy, slope));
  } else if constexpr (G.function == Function::hard_sigmoid) {
    return hn::IfThenElseZero(hn::And(hn::Gt(given, zero), hn::Lt(given, one)),
                              hn::Mul(dy, hn::Set(d, 1.0f / 6)));
  } else {
    static_assert(G.function == Function::identity);
    return dy;
  }
}

/// What the epilogue makes of `v`; load(o.other + n) reads what it adds.
template <Epilogue E, class Load>
HWY_INLINE FloatVector finished(FloatTag d, FloatVector v, const float* other, const Load& load) {
  if constexpr (E.adds_other) v = hn::Add(v, load(other));
  return activated<E.activation>(d, v);
}

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
