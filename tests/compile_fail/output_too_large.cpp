// EXPECT: layer 1, Conv2d<1000>: a value of 1000000x1000000x1000 numbers is too large to be addressed; check the extents
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<1000, .*, 1, etch::Rule::too_large, 1000000UL, 1000000UL, 1000UL,|layer 1, Conv2d<1000>: a val
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<1000000, 1000000, 1>, etch::Conv2d<1000, etch::Kernel<1>>> {};
#else
struct Net : etch::Network<etch::Input<1000, 1000, 1>, etch::Conv2d<1000, etch::Kernel<1>>> {};
#endif
