// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace etch::generator {

/// A network as it is drawn: boxes, arrows between them, and frames around blocks that occur repeatedly.
struct Diagram {
  /// What a box is, which decides its colour.
  enum class Family { port, convolution, dense, pooling, elementwise, place, join };

  struct Box {
    Family family = Family::place;
    std::string title;                  ///< Conv2d<16>
    std::string details;                ///< 3x3, stride 2
    std::vector<std::string> trailing;  ///< What people count to the layer: BatchNorm, Relu.
    Extents shape;                      ///< Of its output.
    std::size_t parameters = 0;
    std::size_t multiply_adds = 0;
    std::string origin;  ///< The node of the model.
    std::size_t frame = 0;
  };
  struct Arrow {
    std::size_t from = 0;
    std::size_t to = 0;
    bool skips = false;  ///< A branch without layers.
  };
  struct Frame {
    std::string name;
    std::size_t parent = 0;
  };

  std::vector<Box> boxes;
  std::vector<Arrow> arrows;
  std::vector<Frame> frames{{}};  ///< The first is the whole picture.
};

/// An activation, and a normalisation behind a linear layer, shares the box of the layer before it.
Diagram diagram_of(const Network& network);

}  // namespace etch::generator
