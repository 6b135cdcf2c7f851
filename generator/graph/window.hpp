// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/window.hpp>

#include <generator/graph/operands.hpp>

#include <vector>

namespace etch::generator {

/// How a node of ONNX says what its padding is.
enum class Padding { given, same_upper, same_lower };

/// The window of a convolution or a pooling node.
struct NodeWindow {
  std::vector<WindowAxis> axes;  ///< Paddings filled in, also where they are computed.
  Padding padding = Padding::given;
  bool round_up = false;
};

/// Of a node whose input 0 is (batch, channels, positions...); `kernel` are the extents of its window if the
/// attribute kernel_shape is not given. Refuses windows that do not fit.
NodeWindow window_of(const Operands& node, const Dims& kernel);

/// One axis of a transposed convolution. `before` and `after` may exceed what padding there is: then the
/// result is larger than what the windows reach, by `appended` zeros.
struct TransposedWindow {
  struct Axis {
    std::int64_t in = 1;
    std::int64_t kernel = 1;
    std::int64_t stride = 1;
    std::int64_t dilation = 1;
    std::int64_t before = 0;
    std::int64_t after = 0;
    std::int64_t appended = 0;
    std::int64_t out = 1;
  };
  std::vector<Axis> axes;
};
TransposedWindow transposed_window_of(const Operands& node, const Dims& kernel);

}  // namespace etch::generator
