// EXPECT: layer 1, Conv2d<1>: a 3x3 kernel with stride 3x3 does not fit a 7x7 input exactly: rows left over 1, columns 1; change stride or padding, or drop ExactFit
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<1, .*, 1, etch::Rule::window_leaves_a_rest, 7UL, 7UL, 1UL, 3UL, 3UL|layer 1, Conv2d<1>: a 3x3 ker
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net
    : etch::Network<etch::Input<7, 7, 1>, etch::Conv2d<1, etch::Kernel<3>, etch::Stride<3>, etch::ExactFit>> {
};
#else
struct Net
    : etch::Network<etch::Input<7, 7, 1>, etch::Conv2d<1, etch::Kernel<3>, etch::Stride<2>, etch::ExactFit>> {
};
#endif
