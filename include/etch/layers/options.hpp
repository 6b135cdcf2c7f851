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
requires(sizeof...(Extents) >= 1 && sizeof...(Extents) <= 3) struct Kernel
    : layers::Setting<layers::Key::kernel, layers::Numbers{{Extents...}, sizeof...(Extents)}> {
  static constexpr std::string_view name = "Kernel";
};
/// The height of a pooling window that is not a cube.
template <std::size_t Rows>
struct Height : layers::Setting<layers::Key::height, Rows> {
  static constexpr std::string_view name = "Height";
};
/// The width of a pooling window that is not square.
template <std::size_t Columns>
struct Width : layers::Setting<layers::Key::width, Columns> {
  static constexpr std::string_view name = "Width";
};
/// How far the window moves; numbers as in `Kernel`.
template <std::size_t... Steps>
requires(sizeof...(Steps) >= 1 && sizeof...(Steps) <= 3) struct Stride
    : layers::Setting<layers::Key::stride, layers::Numbers{{Steps...}, sizeof...(Steps)}> {
  static constexpr std::string_view name = "Stride";
};
/// The distance of neighbouring taps, 1 being an ordinary window; numbers as in `Kernel`.
template <std::size_t... Distances>
requires(sizeof...(Distances) >= 1 && sizeof...(Distances) <= 3) struct Dilation
    : layers::Setting<layers::Key::dilation, layers::Numbers{{Distances...}, sizeof...(Distances)}> {
  static constexpr std::string_view name = "Dilation";
};
/// Zeros around the input: `Padding<1>` on all sides, `Padding<1, 2>` above and below, left and right,
/// `Padding<0, 1, 2, 3>` top, bottom, left, right. Of a sequence: all, or begin and end. Of a volume: all,
/// one for each axis (depth, height, width), or both sides of each.
template <std::size_t... Sides>
requires(sizeof...(Sides) == 1 || sizeof...(Sides) == 2 || sizeof...(Sides) == 3 || sizeof...(Sides) == 4 ||
         sizeof...(Sides) == 6) struct Padding
    : layers::Setting<layers::Key::padding,
                      layers::PaddingRule{layers::PaddingRule::Mode::given, {{Sides...}, sizeof...(Sides)}}> {
  static constexpr std::string_view name = "Padding";
};
/// Rows and columns that a transposed convolution appends to its output at the bottom and the right, since
/// several inputs of the convolution it undoes have one size of output; numbers as in `Kernel`.
template <std::size_t... Sizes>
requires(sizeof...(Sizes) >= 1 && sizeof...(Sizes) <= 3) struct OutputPadding
    : layers::Setting<layers::Key::output_padding, layers::Numbers{{Sizes...}, sizeof...(Sizes)}> {
  static constexpr std::string_view name = "OutputPadding";
};
/// As much padding as makes the output ceil(input / stride) large; an odd row or column goes to the bottom,
/// the right (Keras's "same", ONNX's SAME_UPPER).
struct Same
    : layers::Setting<layers::Key::padding, layers::PaddingRule{layers::PaddingRule::Mode::same_upper, {}}> {
  static constexpr std::string_view name = "Same";
};
/// The same, an odd row or column at the top, the left (ONNX's SAME_LOWER).
struct SameLower
    : layers::Setting<layers::Key::padding, layers::PaddingRule{layers::PaddingRule::Mode::same_lower, {}}> {
  static constexpr std::string_view name = "SameLower";
};
/// Channels and filters fall into this many groups that do not see each other.
template <std::size_t Count>
struct Groups : layers::Setting<layers::Key::groups, Count> {
  static constexpr std::string_view name = "Groups";
};
/// `Bias<false>`: nothing is added to the sums.
template <bool On = true>
struct Bias : layers::Setting<layers::Key::bias, On> {
  static constexpr std::string_view name = "Bias";
};
/// Filters for each channel of a depthwise convolution.
template <std::size_t Count>
struct Multiplier : layers::Setting<layers::Key::multiplier, Count> {
  static constexpr std::string_view name = "Multiplier";
};
/// It is an error if the window's steps do not end exactly at the edge. The default, as in ONNX, PyTorch and
/// Keras, rounds the output's size down.
struct ExactFit : layers::Setting<layers::Key::fit, layers::Fit::exact> {
  static constexpr std::string_view name = "ExactFit";
};
struct RoundDown : layers::Setting<layers::Key::fit, layers::Fit::round_down> {
  static constexpr std::string_view name = "RoundDown";
};
/// A last window that hangs over the edge counts if it begins inside the input or the padding before it
/// (ONNX's and PyTorch's ceil mode).
struct RoundUp : layers::Setting<layers::Key::fit, layers::Fit::round_up> {
  static constexpr std::string_view name = "RoundUp";
};
/// A mean divides by padded positions too (ONNX's and PyTorch's count_include_pad); without it by real ones
/// only.
struct CountPadding : layers::Setting<layers::Key::count_padding, true> {
  static constexpr std::string_view name = "CountPadding";
};
/// A number given as a fraction, since not every compiler takes a floating template argument.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Slope : layers::Setting<layers::Key::slope, Fraction{Numerator, Denominator}> {
  static constexpr std::string_view name = "Slope";
};
/// A probability as a fraction: `Rate<1, 2>` is one half.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Rate : layers::Setting<layers::Key::rate, Fraction{Numerator, Denominator}> {
  static constexpr std::string_view name = "Rate";
};

/// Added to a variance before its root is taken: `Epsilon<1, 100000>`.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Epsilon : layers::Setting<layers::Key::epsilon, Fraction{Numerator, Denominator}> {
  static constexpr std::string_view name = "Epsilon";
};
/// How much of each batch goes into the running statistics: running = (1 - m) running + m batch (PyTorch's
/// meaning; Keras's momentum is 1 - m).
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Momentum : layers::Setting<layers::Key::momentum, Fraction{Numerator, Denominator}> {
  static constexpr std::string_view name = "Momentum";
};
/// A factor of a layer's formula, as a fraction.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Alpha : layers::Setting<layers::Key::alpha, Fraction{Numerator, Denominator}> {
  static constexpr std::string_view name = "Alpha";
};
/// An exponent of a layer's formula, as a fraction.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Beta : layers::Setting<layers::Key::beta, Fraction{Numerator, Denominator}> {
  static constexpr std::string_view name = "Beta";
};
/// A summand of a layer's formula, as a fraction.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Offset : layers::Setting<layers::Key::offset, Fraction{Numerator, Denominator}> {
  static constexpr std::string_view name = "Offset";
};
/// Whether a normalisation ends in a learned scale and shift for each channel.
template <bool On = true>
struct Affine : layers::Setting<layers::Key::affine, On> {
  static constexpr std::string_view name = "Affine";
};
/// How many of the last axes a layer works over together.
template <std::size_t Count>
struct Axes : layers::Setting<layers::Key::axes, Count> {
  static constexpr std::string_view name = "Axes";
};
/// One number for all channels instead of one for each.
struct Shared : layers::Setting<layers::Key::shared, true> {
  static constexpr std::string_view name = "Shared";
};
/// Every new pixel is its nearest old one.
struct Nearest : layers::Setting<layers::Key::bilinear, false> {
  static constexpr std::string_view name = "Nearest";
};
/// Every new pixel is between its four nearest old ones.
struct Bilinear : layers::Setting<layers::Key::bilinear, true> {
  static constexpr std::string_view name = "Bilinear";
};
/// The corners of the old and the new grid are the same points (PyTorch's align_corners); without it their
/// pixels' outer edges are.
struct AlignCorners : layers::Setting<layers::Key::corners, true> {
  static constexpr std::string_view name = "AlignCorners";
};
/// Outside lies a constant, given as a fraction.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Fill
    : layers::Setting<layers::Key::border, layers::Border{BorderMode::fill, {Numerator, Denominator}}> {
  static constexpr std::string_view name = "Fill";
};
/// Outside lies the mirror image, the edge itself not repeated.
struct Reflect : layers::Setting<layers::Key::border, layers::Border{BorderMode::reflect, {}}> {
  static constexpr std::string_view name = "Reflect";
};
/// Outside lies what is at the edge.
struct Edge : layers::Setting<layers::Key::border, layers::Border{BorderMode::edge, {}}> {
  static constexpr std::string_view name = "Edge";
};

}  // namespace etch
