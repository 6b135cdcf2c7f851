// EXPECT: layer 1, Conv2d<0>: the number of filters is 0; give at least 1
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<0, .*, 1, etch::Rule::extent_is_zero|layer 1, Conv2d<0>: the numb
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<0, etch::Kernel<3>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<1, etch::Kernel<3>>> {};
#endif
