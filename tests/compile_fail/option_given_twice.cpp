// EXPECT: layer 1, Conv2d<4>: the option Padding is given twice, or with another that sets the same; keep one
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<4, .*, 1, etch::Rule::option_given_twice|layer 1, Conv2d<4>: the opti
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net
    : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4, etch::Padding<1>, etch::Kernel<3>, etch::Same>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4, etch::Kernel<3>, etch::Same>> {};
#endif
