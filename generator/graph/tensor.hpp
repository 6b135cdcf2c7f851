// SPDX-License-Identifier: MIT
#pragma once
#include <generator/refusal.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace etch::generator {

/// Extents as ONNX has them: channels where the operator wants them, the batch included.
using Dims = std::vector<std::int64_t>;

/// Numbers that no sensible model exceeds and whose sums and products stay far from wrapping.
inline constexpr std::int64_t largest_size = std::int64_t{1} << 33;

/// What no value of a network exceeds, nor a constant that is computed: a gigabyte of floats.
inline constexpr std::int64_t largest_value = std::int64_t{1} << 28;

/// The product of all extents; refuses negative ones, and more than `largest_size`. `what` names the value.
inline std::int64_t size_of(const Dims& dims, const std::string& what = "a value") {
  std::int64_t size = 1;
  for (const std::int64_t extent : dims) {
    if (extent < 0) throw Refusal(what + " has the extent " + std::to_string(extent));
    if (extent != 0 && size > largest_size / extent) throw Refusal(what + " is too large");
    size *= extent;
  }
  return size;
}

/// "1x3x32x32"; "a number" of no axes.
inline std::string text_of(const Dims& dims) {
  if (dims.empty()) return "a number";
  std::string text;
  for (const std::int64_t extent : dims) {
    if (!text.empty()) text += 'x';
    text += std::to_string(extent);
  }
  return text;
}

/// What the elements of a tensor are, after reading: all floating types become float, all integers 64 bits.
enum class Element { real, integer, boolean };

/// A constant of a model, in row-major order.
struct Tensor {
  Element element = Element::real;
  Dims dims;
  std::vector<float> reals;            ///< If `element` is real.
  std::vector<std::int64_t> integers;  ///< If not; 0 or 1 for booleans.

  bool is_real() const { return element == Element::real; }
  std::size_t size() const { return is_real() ? reals.size() : integers.size(); }
  double number(std::size_t n) const { return is_real() ? reals[n] : static_cast<double>(integers[n]); }

  static Tensor of_reals(Dims dims, std::vector<float> values) {
    return {Element::real, std::move(dims), std::move(values), {}};
  }
  static Tensor of_integers(std::vector<std::int64_t> values) {
    return {Element::integer, {static_cast<std::int64_t>(values.size())}, {}, std::move(values)};
  }
};

}  // namespace etch::generator
