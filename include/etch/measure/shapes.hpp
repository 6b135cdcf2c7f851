// SPDX-License-Identifier: MIT
#pragma once
#include <etch/shape.hpp>

#include <cstddef>
#include <string>

namespace etch::measure {

/// What a step reads and writes: "28x28x1->28x28x6".
inline std::string shapes_text(Shape in, Shape out) {
  std::string text;
  for (std::size_t axis = 0; axis < in.rank(); ++axis) {
    if (axis != 0) text += 'x';
    text += std::to_string(in[axis]);
  }
  text += "->";
  for (std::size_t axis = 0; axis < out.rank(); ++axis) {
    if (axis != 0) text += 'x';
    text += std::to_string(out[axis]);
  }
  return text;
}

}  // namespace etch::measure
