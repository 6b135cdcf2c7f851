// EXPECT: layer 2, LayerNorm: works over 4 axes, but 8x8x3 has 3; give fewer
// EXPECT-CLANG: NetworkRuleBroken<etch::LayerNorm<.*, 2, etch::Rule::too_many_axes, 8UL, 8UL, 3UL, 0UL, 0UL, 4UL, 3UL|layer 2, LayerNorm: works ove
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Relu, etch::LayerNorm<etch::Axes<4>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Relu, etch::LayerNorm<etch::Axes<3>>> {};
#endif
