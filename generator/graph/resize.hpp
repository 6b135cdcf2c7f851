// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/operands.hpp>

#include <string>
#include <vector>

namespace etch::generator {

/// What a Resize or Upsample node says.
struct Resizing {
  struct Axis {
    std::int64_t in = 1;
    std::int64_t out = 1;
    double scale = 1;
  };
  std::vector<Axis> axes;
  std::string mode;         ///< nearest, linear or cubic.
  std::string coordinates;  ///< half_pixel, asymmetric, align_corners, ...
  std::string rounding;     ///< Of nearest: round_prefer_floor, floor, ...
  double cubic = -0.75;
  bool exclude_outside = false;
  bool antialias = false;

  /// The weight of each old position (column) in each new one (row) along one axis, by ONNX's specification:
  /// every resizing is linear. Out x in numbers.
  std::vector<double> matrix(std::size_t axis) const;
};
Resizing resizing_of(const Operands& node);

}  // namespace etch::generator
