// EXPECT: layer 1, Pad: a border of 8 is wider than the mirror image of 8, which does not repeat the edge; pad by less than 8
// EXPECT-CLANG: NetworkRuleBroken<etch::Pad<.*, 1, etch::Rule::reflection_too_wide, 8UL, 8UL, 3UL, 0UL, 0UL, 8UL, 8UL|layer 1, Pad: a border of 8
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Pad<etch::Padding<8>, etch::Reflect>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Pad<etch::Padding<7>, etch::Reflect>> {};
#endif
