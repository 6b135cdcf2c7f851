// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/graph.hpp>
#include <generator/lower/layers.hpp>

#include <cstddef>
#include <vector>

namespace etch::generator {

/// A model as etch's layers, and how its input and output lie.
struct Lowered {
  LayerGraph graph;
  Dims input_dims;  ///< As ONNX has them, of one image; the batch is 1, unless the model has none.
  Dims output_dims;
  std::int64_t batch = 1;  ///< Images that the model takes at a time; the network takes one.
  /// For each place in the network's input the place in ONNX's order; and of the output.
  std::vector<std::size_t> input_origins;
  std::vector<std::size_t> output_origins;
};

/// Lowers a graph that `resolve` was applied to. The input lies with its channels last, or as ONNX has it
/// where fewer numbers need to be moved then. The first axis is the batch, unless some node works on it: then
/// the whole input is one value. Refuses operators that etch's layers do not compute.
Lowered lower(const Graph& graph);

}  // namespace etch::generator
