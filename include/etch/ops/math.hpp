// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <limits>
#include <type_traits>

// exp, log, tanh and sqrt for constant expressions, and for targets where the C library's cost memory: within
// a few units in the last place, in the arithmetic of `T` alone (float never computes in double: a Cortex-M4
// has no double unit).
namespace etch::math {

template <class T>
inline constexpr bool is_float = sizeof(T) == 4;

/// std::bit_cast, which the compilers have but not every standard library that goes with them: Emscripten's
/// of 2022 does not.
template <class To, class From>
constexpr To bit_cast(const From& from) {
  static_assert(sizeof(To) == sizeof(From));
  return __builtin_bit_cast(To, from);
}

/// 2^exponent, for exponents whose result is a normal number.
template <class T>
constexpr T power_of_two(int exponent) {
  if constexpr (is_float<T>)
    return bit_cast<float>(static_cast<std::uint32_t>(exponent + 127) << 23);
  else
    return bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

/// (e^r - 1) / r by its Taylor series, for |r| <= ln(2) / 2.
template <class T>
constexpr T exp_series(T r) {
  constexpr int terms = is_float<T> ? 7 : 13;
  T sum = 1;
  for (int n = terms; n > 1; --n) sum = 1 + sum * r / static_cast<T>(n);
  return sum;
}

template <class T>
constexpr T exp(T x) {
  constexpr T largest = is_float<T> ? T(88.722839) : T(709.782712893384);
  constexpr T smallest = is_float<T> ? T(-103.972084) : T(-745.133219101941);
  if (x != x) return x;
  if (x > largest) return std::numeric_limits<T>::infinity();
  if (x < smallest) return 0;
  // ln(2) in two parts, the first short enough that its multiples are exact.
  constexpr T ln2_high = is_float<T> ? T(0.693359375) : T(0.69314718055989033);
  constexpr T ln2_low = is_float<T> ? T(-2.12194440054690583e-4) : T(5.4979230187083712e-14);
  const T scaled = x * T(1.44269504088896340736);
  const int n = static_cast<int>(scaled < 0 ? scaled - T(0.5) : scaled + T(0.5));
  const T r = (x - static_cast<T>(n) * ln2_high) - static_cast<T>(n) * ln2_low;
  const T value = 1 + r * exp_series(r);
  const int half = n / 2;  // In two steps: 2^n alone may be out of range where the product is not.
  return value * power_of_two<T>(half) * power_of_two<T>(n - half);
}

/// e^x - 1, exact to the last place or two near 0 too.
template <class T>
constexpr T expm1(T x) {
  constexpr T half_ln2 = T(0.34657359);
  if (x > -half_ln2 && x < half_ln2) return x * exp_series(x);
  return exp(x) - 1;
}

template <class T>
constexpr T tanh(T x) {
  if (x != x) return x;
  const T magnitude = x < 0 ? -x : x;
  constexpr T saturated = is_float<T> ? T(10) : T(20);
  if (magnitude > saturated) return x < 0 ? T(-1) : T(1);
  const T e = expm1(2 * magnitude);
  const T result = e / (e + 2);
  return x < 0 ? -result : result;
}

/// 1 / (1 + e^-x).
template <class T>
constexpr T sigmoid(T x) {
  if (x >= 0) return 1 / (1 + exp(-x));
  const T e = exp(x);
  return e / (1 + e);
}

/// The natural logarithm; -infinity at 0, not a number below.
template <class T>
constexpr T log(T x) {
  if (x != x || x < 0) return std::numeric_limits<T>::quiet_NaN();
  if (x == 0) return -std::numeric_limits<T>::infinity();
  if (x > std::numeric_limits<T>::max()) return x;
  int exponent = 0;
  if (x < std::numeric_limits<T>::min()) {  // Subnormal: shift it up first.
    constexpr int shift = is_float<T> ? 24 : 54;
    x *= power_of_two<T>(shift);
    exponent = -shift;
  }
  T mantissa{};
  if constexpr (is_float<T>) {
    const auto bits = bit_cast<std::uint32_t>(x);
    exponent += static_cast<int>(bits >> 23) - 127;
    mantissa = bit_cast<float>((bits & 0x7fffffu) | 0x3f800000u);
  } else {
    const auto bits = bit_cast<std::uint64_t>(x);
    exponent += static_cast<int>(bits >> 52) - 1023;
    mantissa = bit_cast<double>((bits & 0xfffffffffffffULL) | 0x3ff0000000000000ULL);
  }
  if (mantissa > T(1.41421356)) {
    mantissa /= 2;
    ++exponent;
  }
  // log(m) = 2 artanh(s), s = (m - 1) / (m + 1), |s| < 0.172.
  const T s = (mantissa - 1) / (mantissa + 1);
  const T square = s * s;
  constexpr int terms = is_float<T> ? 5 : 11;
  T sum = 0;
  for (int n = terms; n >= 1; --n) sum = sum * square + 1 / static_cast<T>(2 * n - 1);
  constexpr T ln2 = T(0.69314718055994530942);
  return 2 * s * sum + static_cast<T>(exponent) * ln2;
}

/// log(1 + x), exact near 0 too (W. Kahan's correction).
template <class T>
constexpr T log1p(T x) {
  const T u = 1 + x;
  return u == 1 ? x : log(u) * (x / (u - 1));
}

/// log(1 + e^x), without an exponential of a large number.
template <class T>
constexpr T softplus(T x) {
  return log1p(exp(x > 0 ? -x : x)) + (x > 0 ? x : T(0));
}

/// x^exponent for x > 0.
template <class T>
constexpr T pow(T x, T exponent) {
  return exp(exponent * log(x));
}

/// The cosine of an angle in degrees, exact where it is 0, 1/2 or 1.
constexpr double cosine_of_degrees(int degrees) {
  degrees %= 360;
  if (degrees < 0) degrees += 360;
  if (degrees > 180) degrees = 360 - degrees;
  if (degrees > 90) return -cosine_of_degrees(180 - degrees);
  if (degrees == 90) return 0;
  if (degrees == 60) return 0.5;
  const double square = static_cast<double>(degrees) * degrees * 3.0461741978670859934674354937889e-4;
  double sum = 1;
  for (int n = 24; n > 0; n -= 2) sum = 1 - sum * square / ((n - 1) * n);
  return sum;
}

/// How much of a normal distribution of mean 0 and deviation 1 lies below x (M. Abramowitz, I. Stegun,
/// "Handbook of mathematical functions", 7.1.6 near 0, the continued fraction 7.1.14 further out).
template <class T>
constexpr T normal_cdf(T x) {
  if (x != x) return x;
  const T z = (x < 0 ? -x : x) * T(0.70710678118654752440);
  constexpr T near = is_float<T> ? 1 : 2;
  T above = 0;  // Half of the complementary error function of z.
  if (z < near) {
    constexpr int terms = is_float<T> ? 14 : 45;
    T sum = 1;
    for (int n = terms; n > 0; --n) sum = 1 + sum * 2 * z * z / static_cast<T>(2 * n + 1);
    above = T(0.5) - T(0.56418958354775628695) * exp(-z * z) * z * sum;
  } else {
    constexpr int terms = is_float<T> ? 40 : 60;
    T fraction = z;
    for (int n = terms; n > 0; --n) fraction = z + static_cast<T>(n) / 2 / fraction;
    above = T(0.28209479177387814347) * exp(-z * z) / fraction;
  }
  return x < 0 ? above : 1 - above;
}

/// The square root, correctly rounded; not a number below 0. In constant expressions digit by digit, at run
/// time the processor's, which gives the same bits.
template <class T>
constexpr T sqrt(T x) {
  if (!std::is_constant_evaluated()) {
    if constexpr (is_float<T>)
      return __builtin_sqrtf(x);
    else
      return __builtin_sqrt(x);
  }
  if (x != x || x < 0) return std::numeric_limits<T>::quiet_NaN();
  if (x == 0 || x > std::numeric_limits<T>::max()) return x;
  // A float's root, rounded from a double's, is correctly rounded.
  if constexpr (is_float<T>) return static_cast<float>(sqrt(static_cast<double>(x)));

  // x = mantissa 2^exponent, an integer of 53 or 54 bits and an even exponent.
  double scaled = x;
  int exponent = 0;
  if (scaled < std::numeric_limits<double>::min()) {
    scaled *= power_of_two<double>(54);
    exponent = -54;
  }
  const auto bits = bit_cast<std::uint64_t>(scaled);
  exponent += static_cast<int>(bits >> 52) - 1023 - 52;
  std::uint64_t mantissa = (bits & 0xfffffffffffffULL) | 0x10000000000000ULL;
  if (exponent % 2 != 0) {
    mantissa *= 2;
    exponent -= 1;
  }
  // 54 binary digits of the root of mantissa 2^54: one more than a double holds. It is never halfway between
  // two.
  std::uint64_t root = 0;
  std::uint64_t rest = 0;
  for (int digit = 0; digit < 54; ++digit) {
    rest = (rest << 2) | ((mantissa >> 52) & 3);
    mantissa <<= 2;
    root <<= 1;
    if (rest >= 2 * root + 1) {
      rest -= 2 * root + 1;
      root += 1;
    }
  }
  return static_cast<T>(static_cast<double>((root + 1) >> 1) * power_of_two<double>(exponent / 2 - 26));
}

}  // namespace etch::math
