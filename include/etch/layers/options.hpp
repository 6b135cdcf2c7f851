// SPDX-License-Identifier: MIT
#pragma once
#include <etch/problem.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>

namespace etch {
namespace layers {

/// What an option sets; two options of one key exclude each other.
enum class Key : unsigned char { kernel, width, stride, padding, dilation, groups, bias, fit, slope, rate };

struct Extent {
  std::size_t height = 0;
  std::size_t width = 0;
};

/// How the four paddings come about: as given, or computed from the input so that the output is ceil(in /
/// stride).
struct PaddingRule {
  enum class Mode : unsigned char { given, same_upper, same_lower };

  Mode mode = Mode::given;
  std::size_t top = 0;
  std::size_t bottom = 0;
  std::size_t left = 0;
  std::size_t right = 0;
};

struct Ratio {
  std::size_t numerator = 0;
  std::size_t denominator = 1;
};

}  // namespace layers

/// The window's size.
template <std::size_t Height, std::size_t Width = Height>
struct Kernel {
  static constexpr layers::Key key = layers::Key::kernel;
  static constexpr std::string_view name = "Kernel";
  static constexpr layers::Extent value{Height, Width};
};
/// The width of a pooling window that is not square.
template <std::size_t Columns>
struct Width {
  static constexpr layers::Key key = layers::Key::width;
  static constexpr std::string_view name = "Width";
  static constexpr std::size_t value = Columns;
};
/// How far the window moves: by rows, by columns.
template <std::size_t Height, std::size_t Width = Height>
struct Stride {
  static constexpr layers::Key key = layers::Key::stride;
  static constexpr std::string_view name = "Stride";
  static constexpr layers::Extent value{Height, Width};
};
/// The distance of neighbouring taps: by rows, by columns; 1 is an ordinary window.
template <std::size_t Height, std::size_t Width = Height>
struct Dilation {
  static constexpr layers::Key key = layers::Key::dilation;
  static constexpr std::string_view name = "Dilation";
  static constexpr layers::Extent value{Height, Width};
};
/// Rows and columns of zeros around the input: `Padding<1>` on all sides, `Padding<1, 2>` above and below,
/// left and right, `Padding<0, 1, 2, 3>` top, bottom, left, right.
template <std::size_t... Sides>
struct Padding;
template <std::size_t All>
struct Padding<All> {
  static constexpr layers::Key key = layers::Key::padding;
  static constexpr std::string_view name = "Padding";
  static constexpr layers::PaddingRule value{layers::PaddingRule::Mode::given, All, All, All, All};
};
template <std::size_t Vertical, std::size_t Horizontal>
struct Padding<Vertical, Horizontal> {
  static constexpr layers::Key key = layers::Key::padding;
  static constexpr std::string_view name = "Padding";
  static constexpr layers::PaddingRule value{layers::PaddingRule::Mode::given, Vertical, Vertical, Horizontal,
                                             Horizontal};
};
template <std::size_t Top, std::size_t Bottom, std::size_t Left, std::size_t Right>
struct Padding<Top, Bottom, Left, Right> {
  static constexpr layers::Key key = layers::Key::padding;
  static constexpr std::string_view name = "Padding";
  static constexpr layers::PaddingRule value{layers::PaddingRule::Mode::given, Top, Bottom, Left, Right};
};
/// As much padding as makes the output ceil(input / stride) large; an odd row or column goes to the bottom,
/// the right (Keras's "same", ONNX's SAME_UPPER).
struct Same {
  static constexpr layers::Key key = layers::Key::padding;
  static constexpr std::string_view name = "Same";
  static constexpr layers::PaddingRule value{layers::PaddingRule::Mode::same_upper};
};
/// The same, an odd row or column at the top, the left (ONNX's SAME_LOWER).
struct SameLower {
  static constexpr layers::Key key = layers::Key::padding;
  static constexpr std::string_view name = "SameLower";
  static constexpr layers::PaddingRule value{layers::PaddingRule::Mode::same_lower};
};
/// Channels and filters fall into this many groups that do not see each other.
template <std::size_t Count>
struct Groups {
  static constexpr layers::Key key = layers::Key::groups;
  static constexpr std::string_view name = "Groups";
  static constexpr std::size_t value = Count;
};
/// `Bias<false>`: nothing is added to the sums.
template <bool On = true>
struct Bias {
  static constexpr layers::Key key = layers::Key::bias;
  static constexpr std::string_view name = "Bias";
  static constexpr bool value = On;
};
/// It is an error if the window's steps do not end exactly at the edge. The default, as in ONNX, PyTorch and
/// Keras, rounds the output's size down.
struct ExactFit {
  static constexpr layers::Key key = layers::Key::fit;
  static constexpr std::string_view name = "ExactFit";
  static constexpr bool value = true;
};
struct RoundDown {
  static constexpr layers::Key key = layers::Key::fit;
  static constexpr std::string_view name = "RoundDown";
  static constexpr bool value = false;
};
/// A number given as a fraction, since not every compiler takes a floating template argument.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Slope {
  static constexpr layers::Key key = layers::Key::slope;
  static constexpr std::string_view name = "Slope";
  static constexpr layers::Ratio value{Numerator, Denominator};
};
/// A probability as a fraction: `Rate<1, 2>` is one half.
template <std::size_t Numerator, std::size_t Denominator>
struct Rate {
  static constexpr layers::Key key = layers::Key::rate;
  static constexpr std::string_view name = "Rate";
  static constexpr layers::Ratio value{Numerator, Denominator};
};

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
  static constexpr Extent kernel = detail::pick<Key::kernel, Given..., Each...>();
  static constexpr std::size_t width = detail::pick<Key::width, Given..., Each...>();
  static constexpr Extent stride = detail::pick<Key::stride, Given..., Each...>();
  static constexpr PaddingRule padding = detail::pick<Key::padding, Given..., Each...>();
  static constexpr Extent dilation = detail::pick<Key::dilation, Given..., Each...>();
  static constexpr std::size_t groups = detail::pick<Key::groups, Given..., Each...>();
  static constexpr bool bias = detail::pick<Key::bias, Given..., Each...>();
  static constexpr bool exact_fit = detail::pick<Key::fit, Given..., Each...>();
  static constexpr Ratio slope = detail::pick<Key::slope, Given..., Each...>();
  static constexpr Ratio rate = detail::pick<Key::rate, Given..., Each...>();

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
