// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/graph.hpp>

namespace etch::generator {

/// Recognises functions that exporters write as several nodes, and puts one node in their place: GELU by its
/// error function or its tanh, SiLU, HardSwish, Mish, LayerNorm by its means, GroupNorm by InstanceNorm of
/// groups; and zeros put around the input of a convolution become its padding. All that a pattern holds must
/// match; what lies inside stays too where something else reads it.
void recognise(Graph& graph);

}  // namespace etch::generator
