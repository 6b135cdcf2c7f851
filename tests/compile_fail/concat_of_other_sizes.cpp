// EXPECT: layer 3, Concat: one branch gives 8x8x2, another 4x4x2; make all extents but the channels equal
// EXPECT-CLANG: NetworkRuleBroken<etch::layers::ConcatPart, 3, etch::Rule::branches_differ_but_for_channels, 8UL, 8UL, 2UL|layer 3, Concat: one branch
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 4>, etch::Concat<etch::Conv2d<2, etch::Kernel<3>, etch::Same>,
                                                              etch::Conv2d<2, etch::Kernel<5>>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 4>, etch::Concat<etch::Conv2d<2, etch::Kernel<3>, etch::Same>,
                                                              etch::Conv2d<2, etch::Kernel<5>, etch::Same>>> {
};
#endif
