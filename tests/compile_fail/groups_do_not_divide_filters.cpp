// EXPECT: layer 1, Conv2d<15>: 2 groups do not divide 15 filters; choose a divisor
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<15, .*, 1, etch::Rule::groups_do_not_divide_filters, 0UL, 0UL, 0UL, 0UL, 0UL, 2UL, 15UL|layer 1, Conv2d<15>: 2 group
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 4>, etch::Conv2d<15, etch::Kernel<3>, etch::Groups<2>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 4>, etch::Conv2d<16, etch::Kernel<3>, etch::Groups<2>>> {};
#endif
