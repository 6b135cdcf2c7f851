// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/graph.hpp>

namespace etch::generator {

/// Puts the nodes in an order in which each comes after those that make what it reads, and otherwise leaves
/// them as they are. Refuses a graph with a cycle, naming a node on it. Every name must refer to something.
void sort_nodes(Graph& graph);

/// Leaves out the nodes whose outputs nobody reads, and the constants that no node reads.
void drop_dead(Graph& graph);

}  // namespace etch::generator
