// SPDX-License-Identifier: MIT
#include <generator/lower/lowering.hpp>

#include <cmath>
#include <cstdint>
#include <numeric>

namespace etch::generator {

std::optional<Fraction> fraction_of(float value) {
  if (!std::isfinite(value) || value < 0 || value > 1e9f) return std::nullopt;
  // As a person would write it, where that is the same number.
  for (double denominator = 1; denominator <= 1e9; denominator *= 10) {
    const double numerator = std::round(static_cast<double>(value) * denominator);
    if (numerator > 1e9) break;
    if (static_cast<float>(numerator) / static_cast<float>(denominator) != value) continue;
    const auto n = static_cast<std::size_t>(numerator), d = static_cast<std::size_t>(denominator);
    const std::size_t common = std::gcd(n, d);
    const Fraction shortest{n / common, d / common};
    return shortest.as<float>() == value ? shortest : Fraction{n, d};
  }
  for (std::size_t denominator = 2; denominator <= 1000; ++denominator) {
    const auto numerator =
        static_cast<std::size_t>(std::llround(static_cast<double>(value) * static_cast<double>(denominator)));
    const Fraction small{numerator, denominator};
    if (numerator != 0 && small.as<float>() == value) return small;
  }
  // Every float is a whole number over a power of two.
  int exponent = 0;
  const float mantissa = std::frexp(value, &exponent);
  auto numerator = static_cast<std::size_t>(std::ldexp(mantissa, 24));
  int shift = 24 - exponent;
  while (numerator != 0 && numerator % 2 == 0 && shift > 0) {
    numerator /= 2;
    --shift;
  }
  if (shift < 0 || shift > 31) return std::nullopt;
  return Fraction{numerator, std::size_t{1} << shift};
}

Type fraction_option(const Operands& node, const std::string& name, float value, const std::string& what) {
  const auto fraction = fraction_of(value);
  if (!fraction)
    node.refuse(what + " is " + std::to_string(value) + ", which etch cannot write as a fraction");
  if (fraction->denominator == 1) return option(name, {fraction->numerator});
  return option(name, {fraction->numerator, fraction->denominator});
}

}  // namespace etch::generator
