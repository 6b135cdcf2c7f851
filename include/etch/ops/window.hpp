// SPDX-License-Identifier: MIT
#pragma once
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

  /// Positions from the first to the last tap.
  constexpr std::size_t extent() const { return dilation * (kernel - 1) + 1; }
  constexpr std::size_t padded() const { return in + before + after; }
  constexpr bool fits() const { return kernel > 0 && stride > 0 && dilation > 0 && padded() >= extent(); }
  /// Padded positions that no window reaches because the next stride would leave the input.
  constexpr std::size_t rest() const { return (padded() - extent()) % stride; }
  /// floor((in + before + after - dilation (kernel - 1) - 1) / stride) + 1, as in ONNX, PyTorch and Keras.
  constexpr std::size_t out() const { return fits() ? (padded() - extent()) / stride + 1 : 0; }

  /// Whether tap `tap` of window `window` reads a real position rather than padding.
  constexpr bool inside(std::size_t window, std::size_t tap) const {
    const std::size_t padded_position = window * stride + tap * dilation;
    return padded_position >= before && padded_position < before + in;
  }
  /// That position; only where `inside`.
  constexpr std::size_t position(std::size_t window, std::size_t tap) const {
    return window * stride + tap * dilation - before;
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

  constexpr bool operator==(const WindowAxis&) const = default;
};

}  // namespace etch
