// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/option.hpp>

#include <cstddef>
#include <string_view>

// The options of layers, in any order. A number that is no integer is given as a fraction, since not every
// compiler takes a floating template argument.
namespace etch {

/// The window's size: `Kernel<3>` on all axes, `Kernel<3, 5>` rows and columns, `Kernel<2, 3, 3>` in depth
/// too.
template <std::size_t... Extents>
requires(sizeof...(Extents) >= 1 && sizeof...(Extents) <= 3) struct Kernel {
  static constexpr layers::Key key = layers::Key::kernel;
  static constexpr std::string_view name = "Kernel";
  static constexpr layers::Numbers value{{Extents...}, sizeof...(Extents)};
};
/// The height of a pooling window that is not a cube.
template <std::size_t Rows>
struct Height {
  static constexpr layers::Key key = layers::Key::height;
  static constexpr std::string_view name = "Height";
  static constexpr std::size_t value = Rows;
};
/// The width of a pooling window that is not square.
template <std::size_t Columns>
struct Width {
  static constexpr layers::Key key = layers::Key::width;
  static constexpr std::string_view name = "Width";
  static constexpr std::size_t value = Columns;
};
/// How far the window moves; numbers as in `Kernel`.
template <std::size_t... Steps>
requires(sizeof...(Steps) >= 1 && sizeof...(Steps) <= 3) struct Stride {
  static constexpr layers::Key key = layers::Key::stride;
  static constexpr std::string_view name = "Stride";
  static constexpr layers::Numbers value{{Steps...}, sizeof...(Steps)};
};
/// The distance of neighbouring taps, 1 being an ordinary window; numbers as in `Kernel`.
template <std::size_t... Distances>
requires(sizeof...(Distances) >= 1 && sizeof...(Distances) <= 3) struct Dilation {
  static constexpr layers::Key key = layers::Key::dilation;
  static constexpr std::string_view name = "Dilation";
  static constexpr layers::Numbers value{{Distances...}, sizeof...(Distances)};
};
/// Zeros around the input: `Padding<1>` on all sides, `Padding<1, 2>` above and below, left and right,
/// `Padding<0, 1, 2, 3>` top, bottom, left, right. Of a sequence: all, or begin and end. Of a volume: all,
/// one for each axis (depth, height, width), or both sides of each.
template <std::size_t... Sides>
requires(sizeof...(Sides) == 1 || sizeof...(Sides) == 2 || sizeof...(Sides) == 3 || sizeof...(Sides) == 4 ||
         sizeof...(Sides) == 6) struct Padding {
  static constexpr layers::Key key = layers::Key::padding;
  static constexpr std::string_view name = "Padding";
  static constexpr layers::PaddingRule value{layers::PaddingRule::Mode::given,
                                             {{Sides...}, sizeof...(Sides)}};
};
/// Rows and columns that a transposed convolution appends to its output at the bottom and the right, since
/// several inputs of the convolution it undoes have one size of output; numbers as in `Kernel`.
template <std::size_t... Sizes>
requires(sizeof...(Sizes) >= 1 && sizeof...(Sizes) <= 3) struct OutputPadding {
  static constexpr layers::Key key = layers::Key::output_padding;
  static constexpr std::string_view name = "OutputPadding";
  static constexpr layers::Numbers value{{Sizes...}, sizeof...(Sizes)};
};
/// As much padding as makes the output ceil(input / stride) large; an odd row or column goes to the bottom,
/// the right (Keras's "same", ONNX's SAME_UPPER).
struct Same {
  static constexpr layers::Key key = layers::Key::padding;
  static constexpr std::string_view name = "Same";
  static constexpr layers::PaddingRule value{layers::PaddingRule::Mode::same_upper, {}};
};
/// The same, an odd row or column at the top, the left (ONNX's SAME_LOWER).
struct SameLower {
  static constexpr layers::Key key = layers::Key::padding;
  static constexpr std::string_view name = "SameLower";
  static constexpr layers::PaddingRule value{layers::PaddingRule::Mode::same_lower, {}};
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
/// Filters for each channel of a depthwise convolution.
template <std::size_t Count>
struct Multiplier {
  static constexpr layers::Key key = layers::Key::multiplier;
  static constexpr std::string_view name = "Multiplier";
  static constexpr std::size_t value = Count;
};
/// It is an error if the window's steps do not end exactly at the edge. The default, as in ONNX, PyTorch and
/// Keras, rounds the output's size down.
struct ExactFit {
  static constexpr layers::Key key = layers::Key::fit;
  static constexpr std::string_view name = "ExactFit";
  static constexpr layers::Fit value = layers::Fit::exact;
};
struct RoundDown {
  static constexpr layers::Key key = layers::Key::fit;
  static constexpr std::string_view name = "RoundDown";
  static constexpr layers::Fit value = layers::Fit::round_down;
};
/// A last window that hangs over the edge counts if it begins inside the input or the padding before it
/// (ONNX's and PyTorch's ceil mode).
struct RoundUp {
  static constexpr layers::Key key = layers::Key::fit;
  static constexpr std::string_view name = "RoundUp";
  static constexpr layers::Fit value = layers::Fit::round_up;
};
/// A mean divides by padded positions too (ONNX's and PyTorch's count_include_pad); without it by real ones
/// only.
struct CountPadding {
  static constexpr layers::Key key = layers::Key::count_padding;
  static constexpr std::string_view name = "CountPadding";
  static constexpr bool value = true;
};
/// A number given as a fraction, since not every compiler takes a floating template argument.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Slope {
  static constexpr layers::Key key = layers::Key::slope;
  static constexpr std::string_view name = "Slope";
  static constexpr Fraction value{Numerator, Denominator};
};
/// A probability as a fraction: `Rate<1, 2>` is one half.
template <std::size_t Numerator, std::size_t Denominator>
struct Rate {
  static constexpr layers::Key key = layers::Key::rate;
  static constexpr std::string_view name = "Rate";
  static constexpr Fraction value{Numerator, Denominator};
};

/// Added to a variance before its root is taken: `Epsilon<1, 100000>`.
template <std::size_t Numerator, std::size_t Denominator>
struct Epsilon {
  static constexpr layers::Key key = layers::Key::epsilon;
  static constexpr std::string_view name = "Epsilon";
  static constexpr Fraction value{Numerator, Denominator};
};
/// How much of each batch goes into the running statistics: running = (1 - m) running + m batch (PyTorch's
/// meaning; Keras's momentum is 1 - m).
template <std::size_t Numerator, std::size_t Denominator>
struct Momentum {
  static constexpr layers::Key key = layers::Key::momentum;
  static constexpr std::string_view name = "Momentum";
  static constexpr Fraction value{Numerator, Denominator};
};
/// A factor of a layer's formula, as a fraction.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Alpha {
  static constexpr layers::Key key = layers::Key::alpha;
  static constexpr std::string_view name = "Alpha";
  static constexpr Fraction value{Numerator, Denominator};
};
/// An exponent of a layer's formula, as a fraction.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Beta {
  static constexpr layers::Key key = layers::Key::beta;
  static constexpr std::string_view name = "Beta";
  static constexpr Fraction value{Numerator, Denominator};
};
/// A summand of a layer's formula, as a fraction.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Offset {
  static constexpr layers::Key key = layers::Key::offset;
  static constexpr std::string_view name = "Offset";
  static constexpr Fraction value{Numerator, Denominator};
};
/// Whether a normalisation ends in a learned scale and shift for each channel.
template <bool On = true>
struct Affine {
  static constexpr layers::Key key = layers::Key::affine;
  static constexpr std::string_view name = "Affine";
  static constexpr bool value = On;
};
/// How many of the last axes a layer works over together.
template <std::size_t Count>
struct Axes {
  static constexpr layers::Key key = layers::Key::axes;
  static constexpr std::string_view name = "Axes";
  static constexpr std::size_t value = Count;
};
/// One number for all channels instead of one for each.
struct Shared {
  static constexpr layers::Key key = layers::Key::shared;
  static constexpr std::string_view name = "Shared";
  static constexpr bool value = true;
};
/// Every new pixel is its nearest old one.
struct Nearest {
  static constexpr layers::Key key = layers::Key::interpolation;
  static constexpr std::string_view name = "Nearest";
  static constexpr layers::Interpolation value = layers::Interpolation::nearest;
};
/// Every new pixel is between its four nearest old ones.
struct Bilinear {
  static constexpr layers::Key key = layers::Key::interpolation;
  static constexpr std::string_view name = "Bilinear";
  static constexpr layers::Interpolation value = layers::Interpolation::bilinear;
};
/// The corners of the old and the new grid are the same points (PyTorch's align_corners); without it their
/// pixels' outer edges are.
struct AlignCorners {
  static constexpr layers::Key key = layers::Key::corners;
  static constexpr std::string_view name = "AlignCorners";
  static constexpr bool value = true;
};
/// Outside lies a constant, given as a fraction.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Fill {
  static constexpr layers::Key key = layers::Key::border;
  static constexpr std::string_view name = "Fill";
  static constexpr layers::Border value{layers::Border::Mode::fill, {Numerator, Denominator}};
};
/// Outside lies the mirror image, the edge itself not repeated.
struct Reflect {
  static constexpr layers::Key key = layers::Key::border;
  static constexpr std::string_view name = "Reflect";
  static constexpr layers::Border value{layers::Border::Mode::reflect, {}};
};
/// Outside lies what is at the edge.
struct Edge {
  static constexpr layers::Key key = layers::Key::border;
  static constexpr std::string_view name = "Edge";
  static constexpr layers::Border value{layers::Border::Mode::edge, {}};
};

}  // namespace etch
