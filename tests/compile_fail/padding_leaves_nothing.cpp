// EXPECT: layer 1, ConvTranspose2d<4>: a padding of 2 and 2 takes away all of the output; pad by less
// EXPECT-CLANG: NetworkRuleBroken<etch::ConvTranspose2d<4, .*, 1, etch::Rule::padding_leaves_nothing, 2UL, 2UL, 1UL, 0UL, 0UL, 2UL, 2UL|layer 1, ConvTranspose2d<4>:
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net
    : etch::Network<etch::Input<2, 2, 1>, etch::ConvTranspose2d<4, etch::Kernel<3>, etch::Padding<2>>> {};
#else
struct Net
    : etch::Network<etch::Input<2, 2, 1>, etch::ConvTranspose2d<4, etch::Kernel<3>, etch::Padding<1>>> {};
#endif
