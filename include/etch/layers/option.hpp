// SPDX-License-Identifier: MIT
#pragma once
#include <etch/fraction.hpp>
#include <etch/ops/reshape/geometry.hpp>
#include <etch/problem.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

// What options are made of, and how a layer reads those that it was given.
namespace etch {
namespace layers {

/// What an option sets; two options of one key exclude each other.
enum class Key : unsigned char {
  kernel,
  height,
  width,
  stride,
  padding,
  output_padding,
  dilation,
  groups,
  multiplier,
  bias,
  fit,
  count_padding,
  slope,
  rate,
  epsilon,
  momentum,
  alpha,
  beta,
  offset,
  affine,
  axes,
  shared,
  bilinear,
  corners,
  border,
};

/// The numbers that were written, and how many: one for all axes, one for each, or (padding) two for each.
struct Numbers {
  std::size_t values[6]{};
  std::size_t count = 0;

  /// The number for axis `axis` of `axes`; 0 where their count is wrong.
  constexpr std::size_t on_axis(std::size_t axis, std::size_t axes) const {
    return count == 1 ? values[0] : count == axes ? values[axis] : 0;
  }
  constexpr bool are_for(std::size_t axes) const { return count == 1 || count == axes; }
  constexpr bool operator==(const Numbers&) const = default;
};

/// How the paddings come about: as given, or computed from the input so that the output is ceil(in / stride).
struct PaddingRule {
  enum class Mode : std::size_t { given, same_upper, same_lower };

  Mode mode = Mode::given;
  Numbers sides{};

  constexpr std::size_t before(std::size_t axis, std::size_t axes) const {
    return two_for_each(axes) ? sides.values[2 * axis] : sides.on_axis(axis, axes);
  }
  constexpr std::size_t after(std::size_t axis, std::size_t axes) const {
    return two_for_each(axes) ? sides.values[2 * axis + 1] : sides.on_axis(axis, axes);
  }
  constexpr bool is_for(std::size_t axes) const {
    return mode != Mode::given || sides.are_for(axes) || two_for_each(axes);
  }

 private:
  constexpr bool two_for_each(std::size_t axes) const { return sides.count == 2 * axes; }
};

/// Larger than any window that a network has, and small enough that no sum or product of two of them wraps.
inline constexpr std::size_t largest_option = std::size_t{1} << (sizeof(std::size_t) == 8 ? 20 : 14);

constexpr Problem too_large_option(Text what, std::size_t value) {
  return {Rule::option_too_large, {}, {}, {value, largest_option}, what};
}

/// What is wrong with fractions that must be numbers.
constexpr Problem fraction_problem(Fraction fraction, Text what) {
  if (fraction.denominator == 0) return Problem::zero(Text("the denominator of ").append(what));
  return {};
}

/// What lies outside of an image.
struct Border {
  BorderMode mode = BorderMode::fill;
  Fraction value{};
};

/// How a window that does not end at the edge is counted.
enum class Fit : unsigned char { round_down, round_up, exact };

/// An option: what it sets, and to which value; it adds a name.
template <Key Sets, auto Value>
struct Setting {
  static_assert(std::has_unique_object_representations_v<decltype(Value)>,
                "etch: the value of an option has no padding between its members, see etch/flag.hpp");
  static constexpr Key key = Sets;
  static constexpr auto value = Value;
};

/// A default: the option `O`, which is on where it is written, is not.
template <class O>
struct Without : Setting<O::key, false> {};

}  // namespace layers

/// The options a layer takes, each with the value it has when not given.
template <class... Each>
struct Defaults {};

namespace layers {

template <class O>
concept Option = requires {
  { O::key } -> std::convertible_to<Key>;
  O::value;
};

namespace detail {

template <class O, Key Wanted>
constexpr bool has_key() {
  if constexpr (Option<O>) return O::key == Wanted;
  return false;
}
/// The value of the first option with that key: the given ones stand before the defaults.
template <Key Wanted, class First, class... Rest>
constexpr auto pick() {
  if constexpr (has_key<First, Wanted>())
    return First::value;
  else
    return pick<Wanted, Rest...>();
}

}  // namespace detail

/// What a layer's options come to: `Options<Defaults<Stride<1>>, Given...>::stride`. A key that is not among
/// the defaults must not be asked for.
template <class Default, class... Given>
struct Options;

template <class... Each, class... Given>
struct Options<Defaults<Each...>, Given...> {
  static constexpr Numbers kernel = detail::pick<Key::kernel, Given..., Each...>();
  static constexpr std::size_t height = detail::pick<Key::height, Given..., Each...>();
  static constexpr std::size_t width = detail::pick<Key::width, Given..., Each...>();
  static constexpr Numbers stride = detail::pick<Key::stride, Given..., Each...>();
  static constexpr PaddingRule padding = detail::pick<Key::padding, Given..., Each...>();
  static constexpr Numbers output_padding = detail::pick<Key::output_padding, Given..., Each...>();
  static constexpr Numbers dilation = detail::pick<Key::dilation, Given..., Each...>();
  static constexpr std::size_t groups = detail::pick<Key::groups, Given..., Each...>();
  static constexpr std::size_t multiplier = detail::pick<Key::multiplier, Given..., Each...>();
  static constexpr bool bias = detail::pick<Key::bias, Given..., Each...>();
  static constexpr Fit fit = detail::pick<Key::fit, Given..., Each...>();
  static constexpr bool count_padding = detail::pick<Key::count_padding, Given..., Each...>();
  static constexpr Fraction slope = detail::pick<Key::slope, Given..., Each...>();
  static constexpr Fraction rate = detail::pick<Key::rate, Given..., Each...>();
  static constexpr Fraction epsilon = detail::pick<Key::epsilon, Given..., Each...>();
  static constexpr Fraction momentum = detail::pick<Key::momentum, Given..., Each...>();
  static constexpr Fraction alpha = detail::pick<Key::alpha, Given..., Each...>();
  static constexpr Fraction beta = detail::pick<Key::beta, Given..., Each...>();
  static constexpr Fraction offset = detail::pick<Key::offset, Given..., Each...>();
  static constexpr bool affine = detail::pick<Key::affine, Given..., Each...>();
  static constexpr std::size_t axes = detail::pick<Key::axes, Given..., Each...>();
  static constexpr bool shared = detail::pick<Key::shared, Given..., Each...>();
  static constexpr bool bilinear = detail::pick<Key::bilinear, Given..., Each...>();
  static constexpr bool corners = detail::pick<Key::corners, Given..., Each...>();
  static constexpr Border border = detail::pick<Key::border, Given..., Each...>();

  /// The first option that the layer does not take or that is given twice.
  static constexpr Problem problem() {
    Problem found;
    (check<Given>(found), ...);
    return found;
  }

 private:
  template <class O>
  static constexpr void check(Problem& found) {
    if (found) return;
    if constexpr (Option<O>) {
      if (!(detail::has_key<Each, O::key>() || ...)) found = {Rule::option_unknown, {}, {}, {}, O::name};
      if ((std::size_t{detail::has_key<Given, O::key>()} + ...) > 1)
        found = {Rule::option_given_twice, {}, {}, {}, O::name};
    } else {
      found = {Rule::option_is_foreign, {}, {}, {}, {}};
    }
  }
};

}  // namespace layers
}  // namespace etch
