// SPDX-License-Identifier: MIT
#pragma once
#include <etch/flag.hpp>
#include <etch/shape.hpp>

#include <array>
#include <cstddef>

namespace etch {

/// One axis of a sliding window: `kernel` taps, `dilation` apart, that move by `stride` over `in` positions
/// padded with `before` and `after` more.
struct WindowAxis {
  std::size_t in = 1;
  std::size_t kernel = 1;
  std::size_t stride = 1;
  std::size_t dilation = 1;
  std::size_t before = 0;
  std::size_t after = 0;
  Flag round_up = false;  ///< A last window that hangs over the padding's edge counts.

  /// Positions from the first to the last tap.
  constexpr std::size_t extent() const { return dilation * (kernel - 1) + 1; }
  constexpr std::size_t padded() const { return in + before + after; }
  /// Whether there is a window: one that ends inside the padding or, rounded up, hangs over its edge by less
  /// than a stride.
  constexpr bool fits() const {
    if (kernel == 0 || stride == 0 || dilation == 0) return false;
    return padded() >= extent() || (round_up && extent() - padded() < stride);
  }
  /// Padded positions that no window reaches because the next stride would leave the input.
  constexpr std::size_t rest() const { return padded() < extent() ? 0 : (padded() - extent()) % stride; }
  /// floor((in + before + after - dilation (kernel - 1) - 1) / stride) + 1, as in ONNX, PyTorch and Keras;
  /// one more if rounded up, unless that window would lie behind the input altogether.
  constexpr std::size_t out() const {
    if (!fits()) return 0;
    if (padded() < extent()) return 1;
    const std::size_t down = (padded() - extent()) / stride + 1;
    return round_up && rest() != 0 && down * stride < in + before ? down + 1 : down;
  }

  /// Whether tap `tap` of window `window` reads a real position rather than padding.
  constexpr bool inside(std::size_t window, std::size_t tap) const {
    const std::size_t padded_position = window * stride + tap * dilation;
    return padded_position >= before && padded_position < before + in;
  }
  /// That position; only where `inside`.
  constexpr std::size_t position(std::size_t window, std::size_t tap) const {
    return window * stride + tap * dilation - before;
  }
  /// Taps of that window that lie on real positions, or, if `padding` counts, on padding too.
  constexpr std::size_t taps_inside(std::size_t window, bool padding) const {
    std::size_t count = 0;
    for (std::size_t tap = 0; tap < kernel; ++tap)
      count += padding ? window * stride + tap * dilation < padded() : inside(window, tap);
    return count;
  }
  /// The first window, and one past the last, whose tap `tap` reads a real position: a contiguous range.
  constexpr std::size_t first_inside(std::size_t tap) const {
    const std::size_t offset = tap * dilation;
    const std::size_t first = offset >= before ? 0 : (before - offset + stride - 1) / stride;
    return first < out() ? first : out();
  }
  constexpr std::size_t end_inside(std::size_t tap) const {
    const std::size_t offset = tap * dilation;
    if (offset >= before + in) return 0;
    const std::size_t end = (before + in - 1 - offset) / stride + 1;
    return end < out() ? end : out();
  }
  /// Whether some window has a tap on padding.
  constexpr bool reads_padding() const {
    return before != 0 || (out() != 0 && (out() - 1) * stride + extent() > in);
  }

  constexpr bool operator==(const WindowAxis&) const = default;
};

/// Windows from `first` to `end` - 1.
struct WindowRange {
  std::size_t first = 0;
  std::size_t end = 0;
};
/// Of each tap of an axis the windows for which it reads a real position, in a table: loops that ask while
/// they run are not to call for it.
template <WindowAxis Axis>
inline constexpr auto windows_inside = [] {
  std::array<WindowRange, Axis.kernel> ranges;
  for (std::size_t tap = 0; tap < Axis.kernel; ++tap)
    ranges[tap] = {Axis.first_inside(tap), Axis.end_inside(tap)};
  return ranges;
}();

/// What a window reads of one axis: `count` positions from `first` on, the axis's dilation apart, by its taps
/// from number `tap` on. Where all taps lie on padding, `count` is 0.
struct WindowSpan {
  std::size_t first = 0;
  std::size_t count = 0;
  std::size_t tap = 0;
};

constexpr WindowSpan span_of(const WindowAxis& axis, std::size_t window) {
  const std::size_t begin = window * axis.stride;
  const std::size_t skipped =
      begin < axis.before ? (axis.before - begin + axis.dilation - 1) / axis.dilation : 0;
  const std::size_t first = begin + skipped * axis.dilation - axis.before;
  if (skipped >= axis.kernel || first >= axis.in) return {};
  const std::size_t there = (axis.in - 1 - first) / axis.dilation + 1;
  const std::size_t left = axis.kernel - skipped;
  return {first, left < there ? left : there, skipped};
}

/// A window over up to three axes. An axis that is not there has one position and one tap.
struct Window {
  WindowAxis depth{};
  WindowAxis height{};
  WindowAxis width{};

  constexpr bool fits() const { return depth.fits() && height.fits() && width.fits(); }
  constexpr std::size_t taps() const { return product(depth.kernel, height.kernel, width.kernel); }
  constexpr std::size_t input_positions() const { return product(depth.in, height.in, width.in); }
  constexpr std::size_t output_positions() const { return product(depth.out(), height.out(), width.out()); }
  constexpr bool reads_padding() const {
    return depth.reads_padding() || height.reads_padding() || width.reads_padding();
  }
  /// Every position is a window, of that alone.
  constexpr bool is_pointwise() const {
    return taps() == 1 && !reads_padding() && input_positions() == output_positions();
  }

  /// Calls f(a, i, j) for each window, in the order in which outputs lie.
  template <class F>
  constexpr void for_each_window(const F& f) const {
    for (std::size_t a = 0; a < depth.out(); ++a)
      for (std::size_t i = 0; i < height.out(); ++i)
        for (std::size_t j = 0; j < width.out(); ++j) f(a, i, j);
  }
  /// Calls f(position of the input, number of the tap) for each tap of window (a, i, j) that is not padding.
  template <class F>
  constexpr void for_each_tap(std::size_t a, std::size_t i, std::size_t j, const F& f) const {
    for (std::size_t q = 0; q < depth.kernel; ++q) {
      if (!depth.inside(a, q)) continue;
      for (std::size_t r = 0; r < height.kernel; ++r) {
        if (!height.inside(i, r)) continue;
        const std::size_t row = (depth.position(a, q) * height.in + height.position(i, r)) * width.in;
        for (std::size_t s = 0; s < width.kernel; ++s)
          if (width.inside(j, s)) f(row + width.position(j, s), (q * height.kernel + r) * width.kernel + s);
      }
    }
  }
};

}  // namespace etch
