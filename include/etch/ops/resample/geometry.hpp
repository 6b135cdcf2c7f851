// SPDX-License-Identifier: MIT
#pragma once
#include <etch/flag.hpp>
#include <etch/fraction.hpp>

#include <cstddef>

namespace etch {

/// An image on another grid. A pixel o of the new grid lies at o + 1/2 of `out` parts, at the same place of
/// `in` parts of the old: position (o + 1/2) in / out - 1/2; or, where the corners are aligned, at o (in - 1)
/// / (out - 1). `bilinear` mixes the two pixels around it on each axis, positions outside being at the edge;
/// else the new pixel is old pixel floor(o in / out).
struct ResampleGeometry {
  /// Old pixels `lower` and `upper`, and how much of the second.
  struct Mix {
    std::size_t lower = 0;
    std::size_t upper = 0;
    Fraction second{};
  };
  struct Axis {
    std::size_t in = 1;
    std::size_t out = 1;

    constexpr Mix mix(std::size_t o, bool linear, bool corners) const {
      if (!linear) return {o * in / out, o * in / out, {}};
      // The position as a fraction, so that grids that coincide do so exactly.
      std::size_t numerator = 0;
      std::size_t denominator = 1;
      if (!corners) {
        denominator = 2 * out;
        const std::size_t twice = (2 * o + 1) * in;
        numerator = twice > out ? twice - out : 0;
      } else if (out > 1) {
        denominator = out - 1;
        numerator = o * (in - 1);
      }
      const std::size_t lower = numerator / denominator;
      return {lower, lower + 1 < in ? lower + 1 : lower, {numerator % denominator, denominator}};
    }
    constexpr bool operator==(const Axis&) const = default;
  };

  Axis height{};
  Axis width{};
  std::size_t channels = 1;
  Flag bilinear = false;
  Flag align_corners = false;

  constexpr std::size_t input_size() const { return height.in * width.in * channels; }
  constexpr std::size_t output_size() const { return height.out * width.out * channels; }
  constexpr bool operator==(const ResampleGeometry&) const = default;
};

}  // namespace etch
