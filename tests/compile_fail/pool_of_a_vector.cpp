// EXPECT: layer 1, GlobalAvgPool2d: takes a value of rank 3 \(height, width, channels\) and gets 28x28; give Input as many extents, or take the layer for this value
// EXPECT-CLANG: NetworkRuleBroken<etch::GlobalAvgPool2d, 1, etch::Rule::wrong_rank, 28UL, 28UL, 0UL, 0UL, 0UL, 3UL|layer 1, GlobalAvgPool2d: tak
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<28, 28>, etch::GlobalAvgPool2d> {};
#else
struct Net : etch::Network<etch::Input<28, 28, 1>, etch::GlobalAvgPool2d> {};
#endif
