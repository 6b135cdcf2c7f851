// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_MATH_INL_H_
#undef ETCH_OPS_MATH_INL_H_
#else
#define ETCH_OPS_MATH_INL_H_
#endif

#include <etch/ops/vector-inl.h>

#include <cstdint>

// exp, log(1 + x), tanh, sigmoid and the normal distribution of vectors, for all floats: infinities give the
// limits, what is not a number stays so. "Units" are units in the last place of the result, the largest error
// that tests/ops/function_errors.cpp found; results below the smallest normal number are right to the
// smallest denormal one. Coefficients: tests/ops/minimax.py, which says how good each fit is. Highway's Exp
// gives nonsense above 88.7 and 0 for what is not a number; it has no erf.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// The larger of x and a bound, the smaller; what is not a number stays so. Of a pair with such a one x86's
/// Max and Min give the second, Arm's the other.
inline constexpr bool has_ordered_max = HWY_ARCH_X86 && HWY_TARGET != HWY_EMU128 && HWY_TARGET != HWY_SCALAR;
HWY_INLINE FloatVector at_least(FloatVector bound, FloatVector x) {
  if constexpr (has_ordered_max)
    return hn::Max(bound, x);
  else
    return hn::IfThenElse(hn::Lt(x, bound), bound, x);
}
HWY_INLINE FloatVector at_most(FloatVector bound, FloatVector x) {
  if constexpr (has_ordered_max)
    return hn::Min(bound, x);
  else
    return hn::IfThenElse(hn::Gt(x, bound), bound, x);
}

/// The first 12 of 24 binary digits: the product of two such numbers is exact.
HWY_INLINE FloatVector first_digits(FloatTag d, FloatVector x) {
  const hn::RebindToUnsigned<FloatTag> bits;
  return hn::And(x, hn::BitCast(d, hn::Set(bits, 0xfffff000u)));
}

/// Where exponentials are 0: e^x is for x up to there.
inline constexpr float exp_zero = -105.0f;

/// x + low = n ln(2) + r, |r| <= ln(2) / 2; gives (e^r - 1 - r) / r^2.
HWY_INLINE FloatVector exp_series(FloatTag d, FloatVector x, FloatVector low, FloatVector& r,
                                  hn::Vec<hn::RebindToSigned<FloatTag>>& n) {
  n = hn::NearestInt(hn::Mul(hn::Add(x, low), hn::Set(d, 1.44269504088896341f)));
  const FloatVector whole = hn::ConvertTo(d, n);
  // ln(2) in two parts, the first short enough that its multiples are exact.
  r = hn::NegMulAdd(whole, hn::Set(d, 0.693359375f), x);
  r = hn::Add(hn::NegMulAdd(whole, hn::Set(d, -2.12194440054690583e-4f), r), low);
  FloatVector q = hn::Set(d, 0.00139013096f);
  q = hn::MulAdd(q, r, hn::Set(d, 0.00836320035f));
  q = hn::MulAdd(q, r, hn::Set(d, 0.0416668542f));
  q = hn::MulAdd(q, r, hn::Set(d, 0.166665763f));
  return hn::MulAdd(q, r, hn::Set(d, 0.5f));
}

/// factor e^(x + low) for -110 <= x <= 89, or not a number; |low| is small against 1.
HWY_INLINE FloatVector exp_times(FloatTag d, FloatVector factor, FloatVector x, FloatVector low) {
  const hn::RebindToSigned<FloatTag> integers;
  FloatVector r = hn::Zero(d);
  auto n = hn::Zero(integers);
  const FloatVector q = exp_series(d, x, low, r, n);
  const FloatVector product = hn::MulAdd(factor, hn::MulAdd(hn::Mul(r, r), q, r), factor);
  // In two steps: 2^n alone may be out of range where the product is not.
  const auto bias = hn::Set(integers, 127);
  const auto half = hn::ShiftRight<1>(n);
  const FloatVector first = hn::BitCast(d, hn::ShiftLeft<23>(hn::Add(half, bias)));
  const FloatVector second = hn::BitCast(d, hn::ShiftLeft<23>(hn::Add(hn::Sub(n, half), bias)));
  return hn::Mul(hn::Mul(product, first), second);
}
HWY_INLINE FloatVector exp_within(FloatTag d, FloatVector x) {
  return exp_times(d, hn::Set(d, 1.0f), x, hn::Zero(d));
}

/// e^x, to 1 unit.
HWY_INLINE FloatVector exp(FloatTag d, FloatVector x) {
  return exp_within(d, at_most(hn::Set(d, 89.0f), at_least(hn::Set(d, exp_zero), x)));
}

/// e^-|x|.
HWY_INLINE FloatVector exp_below(FloatTag d, FloatVector x) {
  return exp_within(d, at_least(hn::Set(d, exp_zero), hn::Neg(hn::Abs(x))));
}

/// e^x - 1 for x <= 0, to 2 units.
HWY_INLINE FloatVector expm1_below(FloatTag d, FloatVector x) {
  FloatVector r = hn::Zero(d);
  auto n = hn::Zero(hn::RebindToSigned<FloatTag>());
  const FloatVector q = exp_series(d, at_least(hn::Set(d, -20.0f), x), hn::Zero(d), r, n);
  const FloatVector power =
      hn::BitCast(d, hn::ShiftLeft<23>(hn::Add(n, hn::Set(hn::RebindToSigned<FloatTag>(), 127))));
  const FloatVector fraction = hn::MulAdd(hn::Mul(r, r), q, r);
  return hn::MulAdd(power, fraction, hn::Sub(power, hn::Set(d, 1.0f)));
}

/// log(1 + z) for 0 <= z <= 1, to 3 units: z P(z) / Q(z).
HWY_INLINE FloatVector log1p_within(FloatTag d, FloatVector z) {
  FloatVector p = hn::Set(d, 0.00341728516f);
  p = hn::MulAdd(p, z, hn::Set(d, 0.23815763f));
  p = hn::MulAdd(p, z, hn::Set(d, 1.06621861f));
  p = hn::MulAdd(p, z, hn::Set(d, 1.0f));
  FloatVector q = hn::Set(d, 0.0752873197f);
  q = hn::MulAdd(q, z, hn::Set(d, 0.687936485f));
  q = hn::MulAdd(q, z, hn::Set(d, 1.5662185f));
  q = hn::MulAdd(q, z, hn::Set(d, 1.0f));
  return hn::Div(hn::Mul(z, p), q);
}

/// 1 / (1 + e^-x), given z = e^-|x|, to 3 units.
HWY_INLINE FloatVector sigmoid(FloatTag d, FloatVector x, FloatVector z) {
  const FloatVector one = hn::Set(d, 1.0f);
  return hn::Div(hn::IfThenElse(hn::Lt(x, hn::Zero(d)), z, one), hn::Add(one, z));
}
HWY_INLINE FloatVector sigmoid(FloatTag d, FloatVector x) { return sigmoid(d, x, exp_below(d, x)); }

/// To 3 units, to 3.4 where a multiply-add rounds twice (all floats were tried). tanh(x / 2) is fitted as
/// h / 2q; the formula for twice an argument, h q / (q^2 + h^2 / 4), has the fit's errors times 1 / cosh(x),
/// so that few terms do and little but the last steps' rounding is left. h and q have a factor in common with
/// which they round least where x is small: the one of 2,000 between 1 and 2 for which that is best.
HWY_INLINE FloatVector tanh(FloatTag d, FloatVector x) {
  constexpr float rounds_to_one = 9.028f;  // From 9.011 on tanh does; here the quotient is 1.
  const FloatVector cut = at_most(hn::Set(d, rounds_to_one), at_least(hn::Set(d, -rounds_to_one), x));
  const FloatVector t = hn::Mul(cut, cut);
  FloatVector p = hn::Set(d, 0.000211731749f);
  p = hn::MulAdd(p, t, hn::Set(d, 0.0552444905f));
  p = hn::MulAdd(p, t, hn::Set(d, 1.85599995f));
  FloatVector q = hn::Set(d, 2.27461965e-06f);
  q = hn::MulAdd(q, t, hn::Set(d, 0.00223773415f));
  q = hn::MulAdd(q, t, hn::Set(d, 0.209911063f));
  q = hn::MulAdd(q, t, hn::Set(d, 1.85599995f));
  const FloatVector h = hn::Mul(cut, p);
  const FloatVector below = hn::MulAdd(q, q, hn::Mul(hn::Mul(h, hn::Set(d, 0.25f)), h));
  const FloatVector one = hn::Set(d, 1.0f);
  return at_most(one, at_least(hn::Neg(one), hn::Div(hn::Mul(h, q), below)));
}

/// Where a normal distribution's tail is 0 in float.
inline constexpr float tail_zero = 14.5f;

/// factor e^(-a^2 / 2) for 0 <= a <= `tail_zero`.
HWY_INLINE FloatVector bell_times(FloatTag d, FloatVector factor, FloatVector a) {
  // a^2 = s^2 + (a - s)(a + s), of which s^2 is exact: the exponential magnifies what rounding loses.
  const FloatVector s = first_digits(d, a);
  const FloatVector minus_half = hn::Set(d, -0.5f);
  return exp_times(d, factor, hn::Mul(minus_half, hn::Mul(s, s)),
                   hn::Mul(hn::Mul(minus_half, hn::Sub(a, s)), hn::Add(a, s)));
}

/// e^(a^2 / 2) (1 - Phi(a)) for 0 <= a <= `tail_zero`; 1 - Phi(a) is how much of a normal distribution of
/// mean 0 and deviation 1 lies above a. P(u) / (a + 5/2), u = (a - 5/2) / (a + 5/2): a rational of as many
/// terms in a rounds more often, and was 1 unit worse.
HWY_INLINE FloatVector normal_ratio(FloatTag d, FloatVector a) {
  const FloatVector middle = hn::Set(d, 2.5f);
  const FloatVector t = hn::Div(hn::Set(d, 1.0f), hn::Add(a, middle));
  const FloatVector u = hn::Mul(hn::Sub(a, middle), t);
  FloatVector p = hn::Set(d, -0.000157262955f);
  p = hn::MulAdd(p, u, hn::Set(d, -0.000310873875f));
  p = hn::MulAdd(p, u, hn::Set(d, 0.000684343569f));
  p = hn::MulAdd(p, u, hn::Set(d, 0.00252328068f));
  p = hn::MulAdd(p, u, hn::Set(d, -0.00160098472f));
  p = hn::MulAdd(p, u, hn::Set(d, -0.0163861122f));
  p = hn::MulAdd(p, u, hn::Set(d, 0.00923589338f));
  p = hn::MulAdd(p, u, hn::Set(d, 0.131987095f));
  p = hn::MulAdd(p, u, hn::Set(d, -0.433691978f));
  p = hn::MulAdd(p, u, hn::Set(d, 0.706656635f));
  return hn::Mul(p, t);
}

/// e^(-a (k0 + k1 a^2)) for 0 <= a <= 10.8, k0 = sqrt(8 / pi), k1 = 0.044715 k0: what GELU's approximation by
/// tanh needs. The exponent is computed to 34 digits, as the exponential magnifies what rounding loses.
HWY_INLINE FloatVector gelu_tanh_exp(FloatTag d, FloatVector a) {
  const FloatVector k0 = hn::Set(d, 1.5957691669464111f);
  const FloatVector k0_rest = hn::Set(d, -4.53406804e-8f);  // k0 less its float
  const FloatVector k1 = hn::Set(d, 0.0713500976562f);      // 12 digits of k1
  const FloatVector k1_rest = hn::Set(d, 4.7186164e-6f);
  // a^2 = s + t.
  const FloatVector first = first_digits(d, a);
  const FloatVector last = hn::Sub(a, first);
  const FloatVector s = hn::Mul(first, first);
  const FloatVector t = hn::Mul(last, hn::Add(a, first));
  // k0 + k1 a^2 = factor + rest, factor of 12 digits.
  const FloatVector s_first = first_digits(d, s);
  const FloatVector product = hn::Mul(k1, s_first);
  const FloatVector factor = first_digits(d, hn::Add(product, k0));
  const FloatVector lost = hn::Add(hn::Sub(hn::Max(product, k0), factor), hn::Min(product, k0));
  FloatVector rest = hn::MulAdd(k1, hn::Add(hn::Sub(s, s_first), t), k0_rest);
  rest = hn::Add(lost, hn::MulAdd(k1_rest, hn::Add(s, t), rest));
  const FloatVector low = hn::MulAdd(first, rest, hn::Mul(last, hn::Add(factor, rest)));
  return exp_times(d, hn::Set(d, 1.0f), hn::Neg(hn::Mul(first, factor)), hn::Neg(low));
}

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
