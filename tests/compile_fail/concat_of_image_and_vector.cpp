// EXPECT: layer 2, Concat: one branch gives 8x8x4, another 4; make all extents but the channels equal
// EXPECT-CLANG: NetworkRuleBroken<etch::layers::ConcatPart, 2, etch::Rule::branches_differ_but_for_channels, 8UL, 8UL, 4UL|layer 2, Concat: one branch
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 4>, etch::Concat<etch::Identity, etch::GlobalAvgPool2d>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 4>, etch::Concat<etch::Flatten, etch::GlobalAvgPool2d>> {};
#endif
