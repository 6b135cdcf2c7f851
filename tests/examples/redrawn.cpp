// SPDX-License-Identifier: MIT
// The images that the network of the web page is trained on.
#include <support/catch.hpp>

#include "../../examples/web/redrawn.hpp"

#include <numbers>
#include <vector>

namespace {

constexpr std::size_t rows = 28, columns = 24;

/// An L, far from the middle, of lines four pixels wide: from (top, left) so high and so wide.
std::vector<std::uint8_t> ell(std::size_t top, std::size_t left, std::size_t high, std::size_t wide) {
  std::vector<std::uint8_t> grey(rows * columns);
  for (std::size_t y = 0; y < high; ++y)
    for (std::size_t x = 0; x < wide; ++x)
      if (x < 4 || y + 4 >= high) grey[(top + y) * columns + left + x] = 200;
  return grey;
}

Redrawn::Image redrawn(const std::vector<std::uint8_t>& grey, const Hand& hand = {}) {
  return Redrawn(grey, rows, 200)(hand);
}

/// What an image is of: all of its ink, its middle, and the rows and columns that are at least half inked.
struct Measures {
  explicit Measures(const Redrawn::Image& image) {
    for (std::size_t n = 0; n < image.size(); ++n) {
      const float y = static_cast<float>(n / Redrawn::side), x = static_cast<float>(n % Redrawn::side);
      ink += image[n];
      middle = {middle.x + image[n] * (x + 0.5f), middle.y + image[n] * (y + 0.5f)};
      if (image[n] < 0.5f) continue;
      low = {std::min(low.x, x), std::min(low.y, y)};
      high = {std::max(high.x, x + 1), std::max(high.y, y + 1)};
    }
    middle = {middle.x / ink, middle.y / ink};
  }
  float ink = 0;
  Point middle, low{99, 99}, high;
};

}  // namespace

TEST_CASE("a redrawn digit is as high as the box, with its centre of mass in the middle", "[redrawn]") {
  const Measures high(redrawn(ell(1, 2, 16, 12)));
  // The middle of an L of 16 is 10 below its top: 8.75 pixels, of which there are 8, and 5.25 below.
  CHECK(high.low.y == 0);
  CHECK(high.high.y == 13);
  const auto image = redrawn(ell(1, 2, 16, 12), {.size = 0.75f});
  const Measures is(image);
  CHECK(is.middle.x == Approx(8).margin(0.05));
  CHECK(is.middle.y == Approx(8).margin(0.05));
  // 0.75 * 14 high, and 12 / 16 of that wide; a pixel at each edge may be less than half inked.
  CHECK(is.high.y - is.low.y == Approx(10.5).margin(1));
  CHECK(is.high.x - is.low.x == Approx(7.875).margin(1));
  // The lines of the L are 4 wide and 16 and 8 long.
  CHECK(is.ink == Approx(4 * (16 + 8) * 10.5 * 10.5 / (16 * 16)).epsilon(0.03));
  for (const float pixel : image) CHECK((pixel >= 0 && pixel <= 1));
}

TEST_CASE("where a digit is does not matter, and what is not there is paper", "[redrawn]") {
  const auto above = redrawn(ell(0, 0, 16, 12)), below = redrawn(ell(12, 12, 16, 12));
  for (std::size_t n = 0; n < above.size(); ++n) CHECK(above[n] == Approx(below[n]).margin(1e-4));
  CHECK(redrawn(std::vector<std::uint8_t>(rows * columns)) == Redrawn::Image{});
}

TEST_CASE("another hand moves, sizes, widens, turns and slants", "[redrawn]") {
  const auto grey = ell(4, 4, 20, 12);
  const Measures plain(redrawn(grey, {.size = 0.75f}));
  const Measures moved(redrawn(grey, {.size = 0.375f, .move = {2, -1}}));
  CHECK(moved.middle.x == Approx(10).margin(0.1));
  CHECK(moved.middle.y == Approx(7).margin(0.1));
  CHECK(moved.ink == Approx(plain.ink / 4).epsilon(0.03));
  const Measures wide(redrawn(grey, {.wide = 3, .size = 0.75f}));  // 36 x 20
  CHECK(wide.high.x - wide.low.x == Approx(10.5).margin(1));
  CHECK(wide.high.y - wide.low.y == Approx(10.5 * 20 / 36).margin(1));
  // A quarter of a turn clockwise: the foot of the L, below to the right, comes to the left below: it is wide
  // then.
  const Measures turned(redrawn(grey, {.turn = std::numbers::pi_v<float> / 2, .size = 0.75f}));
  CHECK(turned.high.x - turned.low.x == Approx(plain.high.y - plain.low.y).margin(1));
  CHECK(turned.high.y - turned.low.y == Approx(plain.high.x - plain.low.x).margin(1));
  // A bar, 4 by 20, that slants by half of its height is 14 wide.
  const Measures slanted(redrawn(ell(4, 10, 20, 4), {.slant = 0.5f}));
  CHECK(slanted.high.y - slanted.low.y == Approx(14).margin(1));
  CHECK(slanted.high.x - slanted.low.x == Approx(14 * 14 / 20.0).margin(1.5));
}

TEST_CASE("a slant leads to the right above", "[redrawn]") {
  const auto image = redrawn(ell(4, 10, 20, 4), {.slant = 0.5f});
  const auto middle_of_row = [&](std::size_t y) {
    float ink = 0, moment = 0;
    for (std::size_t x = 0; x < Redrawn::side; ++x) {
      ink += image[y * Redrawn::side + x];
      moment += image[y * Redrawn::side + x] * static_cast<float>(x);
    }
    return moment / ink;
  };
  CHECK(middle_of_row(4) - middle_of_row(12) == Approx(4).margin(0.3));
}

TEST_CASE("paper and contrast thin and thicken lines", "[redrawn]") {
  const auto grey = ell(4, 4, 20, 12);
  const float plain = Measures(redrawn(grey)).ink;
  CHECK(Measures(redrawn(grey, {.paper = 0.3f})).ink < 0.9f * plain);
  CHECK(Measures(redrawn(grey, {.contrast = 3})).ink > 1.02f * plain);
}
