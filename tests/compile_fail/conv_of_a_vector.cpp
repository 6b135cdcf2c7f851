// EXPECT: layer 2, Conv2d<16>: takes a value of rank 3 \(height, width, channels\) and gets 192; put it before Flatten, or give Input as many extents
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<16, .*, 2, etch::Rule::wrong_rank, 192UL, 0UL, 0UL, 0UL, 0UL, 3UL|layer 2, Conv2d<16>: takes a
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Flatten, etch::Conv2d<16, etch::Kernel<3>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Conv2d<16, etch::Kernel<3>>, etch::Flatten> {};
#endif
