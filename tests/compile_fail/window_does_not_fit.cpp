// EXPECT: layer 3, Conv2d<16>: a 35x35 kernel does not fit a 32x32 input padded by 1; pad by 2 or more on each side, or take a smaller kernel
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<16, .*, 3, etch::Rule::window_does_not_fit, 32UL, 32UL, 8UL, 35UL, 35UL|layer 3, Conv2d<16>: a 35x35
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<32, 32, 3>, etch::Conv2d<8, etch::Kernel<3>, etch::Same>, etch::Relu,
                           etch::Conv2d<16, etch::Kernel<35>, etch::Padding<1>>> {};
#else
struct Net : etch::Network<etch::Input<32, 32, 3>, etch::Conv2d<8, etch::Kernel<3>, etch::Same>, etch::Relu,
                           etch::Conv2d<16, etch::Kernel<35>, etch::Padding<2>>> {};
#endif
