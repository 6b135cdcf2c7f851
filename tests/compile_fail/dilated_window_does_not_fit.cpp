// EXPECT: layer 1, Conv2d<16>: a 9x9 dilated kernel does not fit a 8x20 input; pad by 1 or more on each side, or take a smaller dilated kernel
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<16, .*, 1, etch::Rule::window_does_not_fit, 8UL, 20UL, 3UL, 9UL, 9UL|layer 1, Conv2d<16>: a 9x9 k
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 20, 3>, etch::Conv2d<16, etch::Kernel<3>, etch::Dilation<4>>> {};
#else
struct Net : etch::Network<etch::Input<8, 20, 3>,
                           etch::Conv2d<16, etch::Kernel<3>, etch::Dilation<4>, etch::Padding<1>>> {};
#endif
