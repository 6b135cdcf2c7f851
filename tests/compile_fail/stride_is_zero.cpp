// EXPECT: layer 1, MaxPool2d<2>: Stride is 0; give at least 1
// EXPECT-CLANG: NetworkRuleBroken<etch::MaxPool2d<2, .*, 1, etch::Rule::extent_is_zero|layer 1, MaxPool2d<2>: Strid
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::MaxPool2d<2, etch::Stride<0>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::MaxPool2d<2, etch::Stride<1>>> {};
#endif
