// EXPECT: layer 1, Conv3d<8>: takes a value of rank 4 \(depth, height, width, channels\) and gets 8x8x3; give Input as many extents, or take the layer for this value
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv3d<8, .*, 1, etch::Rule::wrong_rank, 8UL, 8UL, 3UL, 0UL, 0UL, 4UL|layer 1, Conv3d<8>: takes a v
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Conv3d<8, etch::Kernel<3>>> {};
#else
struct Net
    : etch::Network<etch::Input<8, 8, 3>, etch::Reshape<4, 4, 4, 3>, etch::Conv3d<8, etch::Kernel<3>>> {};
#endif
