// EXPECT: layer 1, PixelShuffle<2>: 4 does not divide the channels of a 8x8x6 input; choose another block
// EXPECT-CLANG: NetworkRuleBroken<etch::PixelShuffle<2>, 1, etch::Rule::block_does_not_divide, 8UL, 8UL, 6UL, 0UL, 0UL, 4UL|layer 1, PixelShuffle<2>: 4 d
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 6>, etch::PixelShuffle<2>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 6>, etch::PixelShuffle<1>> {};
#endif
