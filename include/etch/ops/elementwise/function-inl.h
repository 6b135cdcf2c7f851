// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_ELEMENTWISE_FUNCTION_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_ELEMENTWISE_FUNCTION_INL_H_
#undef ETCH_OPS_ELEMENTWISE_FUNCTION_INL_H_
#else
#define ETCH_OPS_ELEMENTWISE_FUNCTION_INL_H_
#endif

#include <etch/ops/math-inl.h>
#include <etch/ops/vector-inl.h>
#include <etch/ops/elementwise/geometry.hpp>
#include <etch/ops/math.hpp>

#include <cstdint>

// Activation functions of one vector. f(-infinity) is the limit, also where the formula has infinity times 0.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// A constant as a vector.
struct Constants {
  HWY_INLINE FloatVector operator()(float number) const { return hn::Set(FloatTag(), number); }
};
/// A constant that is made anew after this object is: see `late`.
struct LateConstants {
  const std::uint32_t late_zero;

  // Written out: an implicit constructor is not compiled for the target of dynamic dispatch, and `late` is.
  HWY_INLINE LateConstants() : late_zero(late(std::uint32_t{0})) {}
  HWY_INLINE FloatVector operator()(float number) const {
    return hn::Set(FloatTag(), math::bit_cast<float>(math::bit_cast<std::uint32_t>(number) + late_zero));
  }
};

/// min(max((x + 3) / 6, 0), 1).
template <class Number>
HWY_INLINE FloatVector hard_sigmoid(FloatVector x, const Number& number) {
  const FloatVector y = hn::Mul(hn::Add(x, number(3.0f)), number(1.0f / 6));
  return at_most(number(1.0f), at_least(number(0.0f), y));
}

/// How far from 0 e^x may as well be 0, for functions x times something like it.
HWY_INLINE FloatVector exp_argument(FloatTag d, FloatVector x) { return at_least(hn::Set(d, exp_zero), x); }

/// x, no less than -end: where a GELU is 0. The distance from 0, no more than `end`, becomes `a`.
HWY_INLINE FloatVector gelu_argument(FloatTag d, FloatVector x, float end, FloatVector& a) {
  a = at_most(hn::Set(d, end), hn::Abs(x));
  return at_least(hn::Set(d, -end), x);
}
inline constexpr float gelu_tanh_zero = 10.8f;

/// Given e = e^x, x <= 20: tanh(log(1 + e)) = w / (w + 2), w = e (e + 2).
HWY_INLINE FloatVector mish_exp(FloatTag d, FloatVector x) {
  return exp_within(d, at_most(hn::Set(d, 20.0f), x));
}

/// s + slope s (1 - s), s = 1 / (1 + e^-x), given z = e^-|x|.
HWY_INLINE FloatVector sigmoid_with_slope(FloatTag d, FloatVector slope, FloatVector x, FloatVector z) {
  const FloatVector one = hn::Set(d, 1.0f);
  const FloatVector large = hn::Div(one, hn::Add(one, z));
  const FloatVector small = hn::Mul(z, large);
  return hn::MulAdd(hn::Mul(slope, small), large, hn::IfThenElse(hn::Lt(x, hn::Zero(d)), small, large));
}

// The constants of G. Klambauer et al., "Self-normalizing neural networks", 2017.
inline constexpr float selu_scale = 1.0507009873554804934193349852946f;
inline constexpr float selu_below = 1.7580993408473768599402175208123f;  // scale times alpha

/// x above 0, scale (e^x - 1) below.
HWY_INLINE FloatVector elu(FloatTag d, FloatVector x, float scale, FloatVector above) {
  const FloatVector zero = hn::Zero(d);
  return hn::IfThenElse(hn::Lt(x, zero), hn::Mul(hn::Set(d, scale), expm1_below(d, hn::Min(x, zero))), above);
}

/// f(x). `number` makes the constants of short functions.
template <ElementwiseGeometry G, class Number = Constants>
HWY_INLINE FloatVector activated(FloatTag d, FloatVector x, const Number& number = {}) {
  [[maybe_unused]] const FloatVector zero = number(0.0f);
  if constexpr (G.function == Function::relu) {
    return at_least(zero, x);
  } else if constexpr (G.function == Function::relu6) {
    return at_most(number(6.0f), at_least(zero, x));
  } else if constexpr (G.function == Function::leaky_relu) {
    const FloatVector slope = number(G.slope.template as<float>());
    return hn::IfThenElse(hn::Lt(x, zero), hn::Mul(x, slope), x);
  } else if constexpr (G.function == Function::elu) {
    return elu(d, x, G.slope.template as<float>(), x);
  } else if constexpr (G.function == Function::selu) {
    return elu(d, x, selu_below, hn::Mul(hn::Set(d, selu_scale), x));
  } else if constexpr (G.function == Function::sigmoid) {
    return sigmoid(d, x);
  } else if constexpr (G.function == Function::tanh) {
    return tanh(d, x);
  } else if constexpr (G.function == Function::gelu) {
    // x (1 - Phi(-x)) below 0, x - x (1 - Phi(x)) above.
    FloatVector a = zero;
    x = gelu_argument(d, x, tail_zero, a);
    const auto below = hn::Lt(x, zero);
    const FloatVector ratio = normal_ratio(d, a);
    const FloatVector tail = bell_times(d, hn::IfThenElse(below, hn::Mul(x, ratio), ratio), a);
    return hn::IfThenElse(below, tail, hn::NegMulAdd(hn::Min(x, a), tail, x));
  } else if constexpr (G.function == Function::gelu_tanh) {
    FloatVector a = zero;
    x = gelu_argument(d, x, gelu_tanh_zero, a);
    return hn::Mul(x, sigmoid(d, x, gelu_tanh_exp(d, a)));
  } else if constexpr (G.function == Function::silu) {
    x = exp_argument(d, x);
    return hn::Mul(x, sigmoid(d, x));
  } else if constexpr (G.function == Function::mish) {
    x = exp_argument(d, x);
    const FloatVector e = mish_exp(d, x);
    const FloatVector two = hn::Set(d, 2.0f);
    const FloatVector w = hn::Mul(e, hn::Add(e, two));
    return hn::Mul(x, hn::Div(w, hn::Add(w, two)));
  } else if constexpr (G.function == Function::hard_swish) {
    return hn::Mul(x, hard_sigmoid(x, number));
  } else if constexpr (G.function == Function::hard_sigmoid) {
    return hard_sigmoid(x, number);
  } else if constexpr (G.function == Function::softplus) {
    return hn::Add(hn::IfThenElseZero(hn::Gt(x, zero), x), log1p_within(d, exp_below(d, x)));
  } else if constexpr (G.function == Function::softsign) {
    const FloatVector a = at_most(number(1e30f), hn::Abs(x));
    return hn::Div(hn::CopySign(a, x), hn::Add(number(1.0f), a));
  } else if constexpr (G.function == Function::thresholded_relu) {
    return hn::IfThenZeroElse(hn::Le(x, number(G.slope.template as<float>())), x);
  } else {
    static_assert(G.function == Function::identity);
    return x;
  }
}

/// dy f'(x); `given` is f(x), or x, as `derivative_from_output` says.
template <ElementwiseGeometry G>
HWY_INLINE FloatVector activation_gradient(FloatTag d, FloatVector given, FloatVector dy) {
  [[maybe_unused]] const FloatVector zero = hn::Zero(d);
  [[maybe_unused]] const FloatVector one = hn::Set(d, 1.0f);
  if constexpr (G.function == Function::relu) {
    return hn::IfThenElseZero(hn::Gt(given, zero), dy);
  } else if constexpr (G.function == Function::relu6) {
    return hn::IfThenElseZero(hn::And(hn::Gt(given, zero), hn::Lt(given, hn::Set(d, 6.0f))), dy);
  } else if constexpr (G.function == Function::leaky_relu) {
    const FloatVector slope = hn::Set(d, G.slope.template as<float>());
    return hn::IfThenElse(hn::Gt(given, zero), dy, hn::Mul(dy, slope));
  } else if constexpr (G.function == Function::elu) {
    const FloatVector slope = hn::Add(given, hn::Set(d, G.slope.template as<float>()));
    return hn::IfThenElse(hn::Gt(given, zero), dy, hn::Mul(dy, slope));
  } else if constexpr (G.function == Function::selu) {
    const FloatVector slope = hn::Add(given, hn::Set(d, selu_below));
    return hn::Mul(dy, hn::IfThenElse(hn::Gt(given, zero), hn::Set(d, selu_scale), slope));
  } else if constexpr (G.function == Function::sigmoid) {
    return hn::Mul(dy, hn::Mul(given, hn::Sub(one, given)));
  } else if constexpr (G.function == Function::tanh) {
    return hn::Mul(dy, hn::NegMulAdd(given, given, one));
  } else if constexpr (G.function == Function::gelu) {
    // Phi(x) + x e^(-x^2 / 2) / sqrt(2 pi).
    FloatVector a = zero;
    const FloatVector x = gelu_argument(d, given, tail_zero, a);
    const FloatVector bell = bell_times(d, one, a);
    const FloatVector tail = hn::Mul(bell, normal_ratio(d, a));
    const FloatVector below = hn::IfThenElse(hn::Lt(x, zero), tail, hn::Sub(one, tail));
    const FloatVector density = hn::Mul(bell, hn::Set(d, 0.39894228040143267794f));
    return hn::Mul(dy, hn::MulAdd(hn::CopySign(a, x), density, below));
  } else if constexpr (G.function == Function::gelu_tanh) {
    // s + x v' s (1 - s), s = 1 / (1 + e^-v), v = k0 x + k1 x^3.
    FloatVector a = zero;
    const FloatVector x = gelu_argument(d, given, gelu_tanh_zero, a);
    const FloatVector slope =
        hn::MulAdd(hn::Mul(a, a), hn::Set(d, 0.21406444881780074633f), hn::Set(d, 1.5957691216057307118f));
    const FloatVector z = gelu_tanh_exp(d, a);
    return hn::Mul(dy, sigmoid_with_slope(d, hn::CopySign(hn::Mul(a, slope), x), x, z));
  } else if constexpr (G.function == Function::silu) {
    // s + x s (1 - s).
    const FloatVector end = hn::Set(d, -exp_zero);
    const FloatVector x = at_most(end, exp_argument(d, given));
    return hn::Mul(dy, sigmoid_with_slope(d, x, x, exp_below(d, x)));
  } else if constexpr (G.function == Function::mish) {
    // (w (w + 2) + 4 x e (1 + e)) / (w + 2)^2.
    const FloatVector x = at_most(hn::Set(d, 20.0f), exp_argument(d, given));
    const FloatVector e = mish_exp(d, x);
    const FloatVector two = hn::Set(d, 2.0f);
    const FloatVector w = hn::Mul(e, hn::Add(e, two));
    const FloatVector w2 = hn::Add(w, two);
    const FloatVector part = hn::Mul(hn::Mul(hn::Set(d, 4.0f), x), hn::MulAdd(e, e, e));
    return hn::Mul(dy, hn::Div(hn::MulAdd(w, w2, part), hn::Mul(w2, w2)));
  } else if constexpr (G.function == Function::hard_swish) {
    const FloatVector three = hn::Set(d, 3.0f);
    const FloatVector inside = hn::Mul(hn::MulAdd(hn::Set(d, 2.0f), given, three), hn::Set(d, 1.0f / 6));
    const FloatVector slope = hn::IfThenElse(hn::Lt(given, three), inside, one);
    return hn::IfThenElseZero(hn::Gt(given, hn::Neg(three)), hn::Mul(dy, slope));
  } else if constexpr (G.function == Function::hard_sigmoid) {
    return hn::IfThenElseZero(hn::And(hn::Gt(given, zero), hn::Lt(given, one)),
                              hn::Mul(dy, hn::Set(d, 1.0f / 6)));
  } else if constexpr (G.function == Function::softplus) {
    return hn::Mul(dy, hn::Neg(expm1_below(d, hn::Neg(given))));
  } else if constexpr (G.function == Function::softsign) {
    const FloatVector rest = hn::Sub(one, hn::Abs(given));
    return hn::Mul(dy, hn::Mul(rest, rest));
  } else if constexpr (G.function == Function::thresholded_relu) {
    return hn::IfThenElseZero(hn::Gt(given, hn::Set(d, G.slope.template as<float>())), dy);
  } else {
    static_assert(G.function == Function::identity);
    return dy;
  }
}

/// What the epilogue makes of `v`; load(o.other + n) reads what it adds.
template <Epilogue E, class Load, class Number = Constants>
HWY_INLINE FloatVector finished(FloatTag d, FloatVector v, const float* other, const Load& load,
                                const Number& number = {}) {
  if constexpr (E.adds_other) v = hn::Add(v, load(other));
  return activated<E.activation>(d, v, number);
}

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
