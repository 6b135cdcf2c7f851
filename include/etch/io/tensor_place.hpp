// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace etch::io {

/// A tensor among a network's numbers: its shape as PyTorch has it, and where its numbers lie.
struct TensorPlace {
  std::string name;                  ///< "layer3.weight": the layer's number as messages and tables have it.
  std::vector<std::size_t> shape;    ///< Of a convolution (filters, channels / groups, kernel h, kernel w).
  std::size_t offset = 0;            ///< Of the first number, in Parameters::values.
  std::vector<std::size_t> strides;  ///< How far neighbours on each axis lie apart there.

  std::size_t size() const {
    std::size_t size = 1;
    for (const std::size_t extent : shape) size *= extent;
    return size;
  }
  /// Calls f(n) with the place in Parameters::values of each number, in row-major order of the shape.
  template <class F>
  void for_each_place(const F& f) const {
    visit(0, offset, f);
  }

 private:
  template <class F>
  void visit(std::size_t axis, std::size_t place, const F& f) const {
    if (axis == shape.size()) {
      f(place);
      return;
    }
    for (std::size_t n = 0; n < shape[axis]; ++n) visit(axis + 1, place + n * strides[axis], f);
  }
};

}  // namespace etch::io
