// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/graph.hpp>

namespace etch::generator {

/// Refuses a graph in which some node does not treat each image of the batch, the first axis of the input,
/// alike and by itself. Every value that depends on the input must keep that axis first.
void require_batch(const Graph& graph);

}  // namespace etch::generator
