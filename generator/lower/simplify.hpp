// SPDX-License-Identifier: MIT
#pragma once
#include <generator/lower/layers.hpp>

namespace etch::generator {

/// Makes a list of layers shorter without changing what it computes: shapes that nobody sees are left out, a
/// scale goes into the linear layer before it, and so does another scale. What nobody reads is gone.
void simplify(LayerGraph& graph);

/// Makes normalisations by running statistics the scales that they come to at inference, and simplifies.
void fold_statistics(LayerGraph& graph);

}  // namespace etch::generator
