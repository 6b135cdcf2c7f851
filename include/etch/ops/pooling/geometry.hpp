// SPDX-License-Identifier: MIT
#pragma once
#include <etch/flag.hpp>
#include <etch/ops/window.hpp>
#include <etch/shape.hpp>

#include <cstddef>

namespace etch {

enum class Pooling : std::size_t { max, average };

/// The largest value, or the mean, of each window, per channel. Padding is never the largest value, and the
/// number that a mean is divided by has it only if it counts.
struct PoolGeometry {
  Pooling pooling = Pooling::max;
  WindowAxis height{};
  WindowAxis width{};
  std::size_t channels = 1;
  WindowAxis depth{};
  Flag count_padding = false;

  constexpr Window window() const { return {depth, height, width}; }
  constexpr bool is_flat() const { return depth == WindowAxis{}; }
  constexpr std::size_t input_size() const { return window().input_positions() * channels; }
  constexpr std::size_t output_size() const { return window().output_positions() * channels; }
  /// What the mean of window (a, i, j) is divided by.
  constexpr std::size_t divisor(std::size_t a, std::size_t i, std::size_t j) const {
    return depth.taps_inside(a, count_padding) * height.taps_inside(i, count_padding) *
           width.taps_inside(j, count_padding);
  }

  constexpr bool operator==(const PoolGeometry&) const = default;
};

/// The same over windows that divide `in` positions evenly among `out`, and may overlap by one: from
/// floor(o in / out) to ceil((o + 1) in / out) - 1.
struct AdaptivePoolGeometry {
  struct Axis {
    std::size_t in = 1;
    std::size_t out = 1;
    static constexpr std::size_t dilation = 1;

    constexpr std::size_t begin(std::size_t window) const { return window * in / out; }
    constexpr std::size_t end(std::size_t window) const { return ((window + 1) * in + out - 1) / out; }
    constexpr bool operator==(const Axis&) const = default;
    friend constexpr WindowSpan span_of(const Axis& axis, std::size_t window) {
      return {axis.begin(window), axis.end(window) - axis.begin(window), 0};
    }
  };
  /// The part of a `Window` that pooling needs.
  struct Windows {
    Axis height{};
    Axis width{};

    template <class F>
    constexpr void for_each_window(const F& f) const {
      for (std::size_t i = 0; i < height.out; ++i)
        for (std::size_t j = 0; j < width.out; ++j) f(0, i, j);
    }
    template <class F>
    constexpr void for_each_tap(std::size_t, std::size_t i, std::size_t j, const F& f) const {
      std::size_t tap = 0;
      for (std::size_t r = height.begin(i); r < height.end(i); ++r)
        for (std::size_t s = width.begin(j); s < width.end(j); ++s) f(r * width.in + s, tap++);
    }
    constexpr bool operator==(const Windows&) const = default;
  };

  Pooling pooling = Pooling::max;
  Windows windows{};
  std::size_t channels = 1;

  constexpr const Windows& window() const { return windows; }
  constexpr std::size_t input_size() const { return windows.height.in * windows.width.in * channels; }
  constexpr std::size_t output_size() const { return windows.height.out * windows.width.out * channels; }
  constexpr std::size_t divisor(std::size_t, std::size_t i, std::size_t j) const {
    return (windows.height.end(i) - windows.height.begin(i)) *
           (windows.width.end(j) - windows.width.begin(j));
  }

  constexpr bool operator==(const AdaptivePoolGeometry&) const = default;
};

}  // namespace etch
