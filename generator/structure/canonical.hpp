// SPDX-License-Identifier: MIT
#pragma once
#include <generator/structure/expression.hpp>

namespace etch::generator {

/// Puts the branches of sums and products in the order in which people write them: of a sum the body before
/// the shortcut, of a product what has the whole shape first, and among equals the shortcut first. Neither
/// changes what is computed.
void order_branches(Expression& expression, const LayerGraph& graph);

}  // namespace etch::generator
