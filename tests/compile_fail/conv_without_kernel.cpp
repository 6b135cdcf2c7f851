// EXPECT: layer 1, Conv2d<4>: Kernel is 0 or not given; give at least Kernel<1>
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<4>, 1, etch::Rule::option_is_zero|layer 1, Conv2d<4>: Kernel i
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4, etch::Kernel<1>>> {};
#endif
