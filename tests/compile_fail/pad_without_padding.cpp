// EXPECT: layer 1, Pad: has no Padding; give Padding<1>, say
// EXPECT-CLANG: NetworkRuleBroken<etch::Pad<.*, 1, etch::Rule::padding_is_missing|layer 1, Pad: has no Padding
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Pad<etch::Edge>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Pad<etch::Padding<1>, etch::Edge>> {};
#endif
