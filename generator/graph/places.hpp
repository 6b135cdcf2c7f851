// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/operands.hpp>

#include <string>
#include <vector>

// What nodes say that move numbers to other places. Old opsets say it in attributes, new ones in inputs.
namespace etch::generator {

/// For each axis the first position taken, the distance to the next and how many.
struct Range {
  std::int64_t start = 0;
  std::int64_t step = 1;
  std::int64_t count = 0;
  bool is_all(std::int64_t extent) const { return start == 0 && step == 1 && count == extent; }
};
std::vector<Range> slice_of(const Operands& node);

/// For each axis what comes before and behind; negative takes away.
struct Border {
  std::vector<std::int64_t> before, after;
  std::string mode;  ///< constant, edge, reflect or wrap.
  double value = 0;
};
Border border_of(const Operands& node);

/// The extents of the parts along the axis.
struct Parts {
  std::size_t axis = 0;
  std::vector<std::int64_t> extents;
};
Parts parts_of(const Operands& node);

/// Axis n of the output is axis permutation[n] of the input.
std::vector<std::size_t> permutation_of(const Operands& node);

/// The shape after Reshape, Flatten, Squeeze and Unsqueeze, the row-major order of the numbers being kept.
Dims reshaped(const Operands& node);

/// Axes to reduce over, and whether they stay with extent 1. Nothing is reduced if there are none.
struct Reduction {
  std::vector<std::size_t> axes;
  bool keep = true;
};
Reduction reduction_of(const Operands& node);

}  // namespace etch::generator
