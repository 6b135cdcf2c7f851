// SPDX-License-Identifier: MIT
#pragma once
#include <etch/fraction.hpp>
#include <etch/ops/math.hpp>

#include <cstddef>
#include <type_traits>

// Filters for `Correlate` and `Convolve`: types with an array `taps[rows][columns]`. Write your own:
//   struct Ridge { static constexpr double taps[1][3] = {{-1, 2, -1}}; };
namespace etch::filters {

template <std::size_t Rows, std::size_t Columns>
struct Taps {
  double values[Rows][Columns]{};
};

template <class F>
concept Filter = requires {
  {F::taps[0][0] + 0.0};
};
template <Filter F>
inline constexpr std::size_t rows = std::extent_v<std::remove_cvref_t<decltype(F::taps)>, 0>;
template <Filter F>
inline constexpr std::size_t columns = std::extent_v<std::remove_cvref_t<decltype(F::taps)>, 1>;

/// The image itself: 1 in the middle.
template <std::size_t Size = 3>
struct Identity {
  static_assert(Size % 2 == 1, "etch: a filter with a middle has an odd size");
  static constexpr Taps<Size, Size> made = [] {
    Taps<Size, Size> t;
    t.values[Size / 2][Size / 2] = 1;
    return t;
  }();
  static constexpr const auto& taps = made.values;
};

/// The mean of Size x Size pixels.
template <std::size_t Size>
struct Box {
  static_assert(Size > 0, "etch: a Box has at least one pixel");
  static constexpr Taps<Size, Size> made = [] {
    Taps<Size, Size> t;
    for (auto& row : t.values)
      for (double& tap : row) tap = 1.0 / static_cast<double>(Size * Size);
    return t;
  }();
  static constexpr const auto& taps = made.values;
};

/// The standard deviation of a Gaussian, in pixels, as a fraction.
template <std::size_t Numerator, std::size_t Denominator = 1>
struct Sigma {
  static_assert(Denominator > 0, "etch: the denominator of Sigma is 0");
  static constexpr Fraction value{Numerator, Denominator};
};

/// A Gaussian blur, e^(-(x^2 + y^2) / (2 sigma^2)), its sum made 1. It reaches `Radius` pixels to each side:
/// at least 2 sigma unless given, beyond which less than 5 % of it lies on each axis.
template <class S,
          std::size_t Radius = (2 * S::value.numerator + S::value.denominator - 1) / S::value.denominator>
struct Gaussian {
  static_assert(S::value.numerator > 0,
                "etch: a Gaussian needs a Sigma above 0; Identity is what one of 0 would be");
  static constexpr std::size_t size = 2 * Radius + 1;
  static constexpr Taps<size, size> made = [] {
    // After the sentence above nothing else need be said.
    const double sigma = S::value.numerator == 0 ? 1 : S::value.template as<double>();
    double line[size]{};
    double sum = 0;
    for (std::size_t n = 0; n < size; ++n) {
      const double x = static_cast<double>(n) - static_cast<double>(Radius);
      sum += line[n] = math::exp(-x * x / (2 * sigma * sigma));
    }
    Taps<size, size> t;
    for (std::size_t r = 0; r < size; ++r)
      for (std::size_t s = 0; s < size; ++s) t.values[r][s] = line[r] * line[s] / (sum * sum);
    return t;
  }();
  static constexpr const auto& taps = made.values;
};

/// The derivative to the right: large where the image gets brighter from left to right, at vertical edges.
struct SobelX {
  static constexpr double taps[3][3]{{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}};
};
/// The derivative downwards: large at horizontal edges.
struct SobelY {
  static constexpr double taps[3][3]{{-1, -2, -1}, {0, 0, 0}, {1, 2, 1}};
};
/// The sum of the second derivatives.
struct Laplacian {
  static constexpr double taps[3][3]{{0, 1, 0}, {1, -4, 1}, {0, 1, 0}};
};

/// The derivative in a direction, in degrees: 0 to the right, 90 downwards (W. Freeman, E. Adelson, "The
/// design and use of steerable filters", 1991: cos times the one plus sin times the other).
template <int Degrees>
struct OrientedEdge {
  static constexpr Taps<3, 3> made = [] {
    Taps<3, 3> t;
    for (std::size_t r = 0; r < 3; ++r)
      for (std::size_t s = 0; s < 3; ++s)
        t.values[r][s] = math::cosine_of_degrees(Degrees) * SobelX::taps[r][s] +
                         math::cosine_of_degrees(Degrees - 90) * SobelY::taps[r][s];
    return t;
  }();
  static constexpr const auto& taps = made.values;
};

/// A vertical line of `Length` pixels, brighter than both its sides: the mean along it.
template <std::size_t Length>
struct VerticalLine {
  static constexpr Taps<Length, 3> made = [] {
    Taps<Length, 3> t;
    for (auto& row : t.values) {
      row[0] = row[2] = -0.5 / static_cast<double>(Length);
      row[1] = 1.0 / static_cast<double>(Length);
    }
    return t;
  }();
  static constexpr const auto& taps = made.values;
};

}  // namespace etch::filters
