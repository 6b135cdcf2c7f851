// EXPECT: layer 4, Conv2d<4>: a 11x11 kernel does not fit a 8x8 input padded by 1; pad by 2 or more on each side, or take a smaller kernel
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<4, .*, 4, etch::Rule::window_does_not_fit, 8UL, 8UL, 4UL, 11UL, 11UL|layer 4, Conv2d<4>: a 11x11
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net
    : etch::Network<etch::Input<8, 8, 4>, etch::Conv2d<4, etch::Kernel<3>, etch::Same>,
                    etch::Residual<etch::Sequential<
                        etch::Relu,
                        etch::Concat<etch::Identity,
                                     etch::Residual<etch::Sequential<
                                         etch::Tanh, etch::Conv2d<4, etch::Kernel<11>, etch::Padding<1>>>>,
                                     etch::Relu>,
                        etch::Conv2d<4, etch::Kernel<1>>>>,
                    etch::Flatten> {};
#else
struct Net
    : etch::Network<etch::Input<8, 8, 4>, etch::Conv2d<4, etch::Kernel<3>, etch::Same>,
                    etch::Residual<etch::Sequential<
                        etch::Relu,
                        etch::Concat<etch::Identity,
                                     etch::Residual<etch::Sequential<
                                         etch::Tanh, etch::Conv2d<4, etch::Kernel<3>, etch::Padding<1>>>>,
                                     etch::Relu>,
                        etch::Conv2d<4, etch::Kernel<1>>>>,
                    etch::Flatten> {};
#endif
