// EXPECT: layer 1, Conv2d<16>: a 7x3 kernel does not fit a 4x9 input padded by 0, 1, 2, 3 \(top, bottom, left, right\); pad by 2 or more on each side, or take a smaller kernel
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<16, .*, 1, etch::Rule::window_does_not_fit, 4UL, 9UL, 3UL, 7UL, 3UL|layer 1, Conv2d<16>: a 7x3 k
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net
    : etch::Network<etch::Input<4, 9, 3>, etch::Conv2d<16, etch::Kernel<7, 3>, etch::Padding<0, 1, 2, 3>>> {};
#else
struct Net : etch::Network<etch::Input<4, 9, 3>, etch::Conv2d<16, etch::Kernel<7, 3>, etch::Padding<2>>> {};
#endif
