// SPDX-License-Identifier: MIT
#pragma once
#include <etch/shape.hpp>

#include <array>
#include <cstddef>
#include <span>

namespace etch::data {

/// An image of shape `S`, (h, w, c), moved down and to the right by that many pixels; negative numbers move
/// it up and to the left. What moves out is lost, zeros come in.
template <Shape S>
constexpr std::array<float, S.size()> shifted(std::span<const float, S.size()> image, int down, int right) {
  static_assert(S.rank() == 3, "etch: only an image, (height, width, channels), can be shifted");
  std::array<float, S.size()> result{};
  const auto source = [](std::size_t position, int by, std::size_t extent, std::size_t& from) {
    const auto moved = static_cast<std::ptrdiff_t>(position) - by;
    from = static_cast<std::size_t>(moved);
    return moved >= 0 && from < extent;
  };
  std::size_t y = 0;
  std::size_t x = 0;
  for (std::size_t i = 0; i < S[0]; ++i)
    for (std::size_t j = 0; j < S[1]; ++j)
      if (source(i, down, S[0], y) && source(j, right, S[1], x))
        for (std::size_t c = 0; c < S[2]; ++c)
          result[(i * S[1] + j) * S[2] + c] = image[(y * S[1] + x) * S[2] + c];
  return result;
}

}  // namespace etch::data
