// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/graph.hpp>

namespace etch::generator {

/// Computes all that does not depend on the input, shape arithmetic above all, and the extents of all that
/// does. Afterwards every value has either a constant or extents, and no node is left whose outputs are
/// constants. Nodes that do nothing at inference (Identity, Dropout, Cast between floating types) are gone
/// too.
void resolve(Graph& graph);

}  // namespace etch::generator
