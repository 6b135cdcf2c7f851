// EXPECT: layer 1, Reshape: 8x8x3 has 192 numbers, 16x16 has 256; give extents with the same product
// EXPECT-CLANG: NetworkRuleBroken<etch::Reshape<.*, 1, etch::Rule::reshape_changes_size, 8UL, 8UL, 3UL, 16UL, 16UL, 192UL, 256UL|layer 1, Reshape: 8x8x3 has 1
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Reshape<16, 16>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Reshape<16, 12>> {};
#endif
