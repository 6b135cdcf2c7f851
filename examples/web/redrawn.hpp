// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

/// A point, or a step, to the right and down.
struct Point {
  float x = 0, y = 0;
};

/// How somebody else would have drawn the same digit.
struct Hand {
  float slant = 0;          ///< Steps to the right for each step up.
  float turn = 0;           ///< Clockwise, in radians.
  float wide = 1;           ///< Its width in widths of the image's.
  float size = 1;           ///< Its size in the usual one.
  Point move{};             ///< In pixels of the result.
  float shake = 0;          ///< Height of the waves of its lines, in heights of the image,
  Point waves{}, phases{};  ///< how fast they are, in radians for such a height, and where they begin.
  float paper = 0;          ///< How dark paper may be: the more, the thinner the lines.
  float contrast = 1;       ///< How much darker ink is: the more, the thicker.
};

/// Images of handwritten digits as strokes.js makes them of drawings: 16 x 16 pixels from 0, paper, to 1,
/// ink, the longer side of what is inked takes 14 of them, and its centre of mass lies in the middle.
class Redrawn {
 public:
  static constexpr std::size_t side = 16;
  using Image = std::array<float, side * side>;

  /// A grey image of `rows` lines, of which `white` is ink.
  Redrawn(std::span<const std::uint8_t> grey, std::size_t rows, float white)
      : grey_(grey), rows_(rows), columns_(grey.size() / rows), white_(white) {}

  Image operator()(const Hand& hand) const {
    const Map map(hand);
    const Ink ink = place(map);
    const float pixel = ink.extent / (box * hand.size);
    Image image;
    for (std::size_t n = 0; n < image.size(); ++n) {
      float sum = 0;
      for (std::size_t part = 0; part < parts * parts; ++part) {
        const auto at = [&](std::size_t whole, std::size_t k, float move) {
          const float middle = static_cast<float>(side) / 2 + move;
          return (static_cast<float>(whole) + (static_cast<float>(k) + 0.5f) / parts - middle) * pixel;
        };
        const Point p{ink.centre.x + at(n % side, part % parts, hand.move.x),
                      ink.centre.y + at(n / side, part / parts, hand.move.y)};
        sum += grey_at(map.back({p.x + hand.shake * std::sin(hand.waves.x * p.y + hand.phases.x),
                                 p.y + hand.shake * std::sin(hand.waves.y * p.x + hand.phases.y)}));
      }
      image[n] = std::clamp(hand.contrast * (sum / (parts * parts) - hand.paper), 0.0f, 1.0f);
    }
    return image;
  }

 private:
  static constexpr float box = 14;
  static constexpr std::size_t parts = 3;  // of a pixel that are looked at, in each direction
  static constexpr float inked = 0.3f;     // how dark the edge of a line is

  /// Slants, widens and turns around the middle.
  struct Map {
    explicit Map(const Hand& hand) {
      const float c = std::cos(hand.turn), s = std::sin(hand.turn);
      across = {hand.wide * c, hand.wide * s};
      down = {-hand.slant * across.x - s, -hand.slant * across.y + c};
    }
    Point operator()(Point p) const { return {across.x * p.x + down.x * p.y, across.y * p.x + down.y * p.y}; }
    Point back(Point p) const {
      const float determinant = across.x * down.y - down.x * across.y;
      return {(down.y * p.x - down.x * p.y) / determinant, (across.x * p.y - across.y * p.x) / determinant};
    }
    Point across, down;  // where steps to the right and down lead
  };

  /// Where the ink is, in heights of the image from its middle.
  struct Ink {
    Point centre;
    float extent;
  };

  float ink(std::ptrdiff_t y, std::ptrdiff_t x) const {
    const auto row = static_cast<std::size_t>(y), column = static_cast<std::size_t>(x);
    return y < 0 || x < 0 || row >= rows_ || column >= columns_
               ? 0
               : static_cast<float>(grey_[row * columns_ + column]) / white_;
  }

  Ink place(const Map& map) const {
    const float pixel = 1 / static_cast<float>(rows_);
    Point low{1e9f, 1e9f}, high{-1e9f, -1e9f}, moment;
    float mass = 0;
    for (std::size_t y = 0; y < rows_; ++y)
      for (std::size_t x = 0; x < columns_; ++x) {
        const float here = ink(static_cast<std::ptrdiff_t>(y), static_cast<std::ptrdiff_t>(x));
        const Point p = map({(static_cast<float>(2 * x + 1) - static_cast<float>(columns_)) * pixel / 2,
                             (static_cast<float>(2 * y + 1) - static_cast<float>(rows_)) * pixel / 2});
        mass += here;
        moment = {moment.x + here * p.x, moment.y + here * p.y};
        if (here < inked) continue;
        low = {std::min(low.x, p.x - pixel / 2), std::min(low.y, p.y - pixel / 2)};
        high = {std::max(high.x, p.x + pixel / 2), std::max(high.y, p.y + pixel / 2)};
      }
    if (mass == 0 || high.x < low.x) return {{}, 1};
    return {{moment.x / mass, moment.y / mass}, std::max(high.x - low.x, high.y - low.y)};
  }

  /// Between the middles of four pixels, each counts as much as it is near.
  float grey_at(Point p) const {
    const float y = p.y * static_cast<float>(rows_) + static_cast<float>(rows_) / 2 - 0.5f;
    const float x = p.x * static_cast<float>(rows_) + static_cast<float>(columns_) / 2 - 0.5f;
    const auto top = static_cast<std::ptrdiff_t>(std::floor(y));
    const auto left = static_cast<std::ptrdiff_t>(std::floor(x));
    const float down = y - static_cast<float>(top), right = x - static_cast<float>(left);
    return (1 - down) * ((1 - right) * ink(top, left) + right * ink(top, left + 1)) +
           down * ((1 - right) * ink(top + 1, left) + right * ink(top + 1, left + 1));
  }

  std::span<const std::uint8_t> grey_;
  std::size_t rows_, columns_;
  float white_;
};
