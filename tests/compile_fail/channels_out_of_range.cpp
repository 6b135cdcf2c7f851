// EXPECT: layer 1, Channels<2, 3>: a 8x8x4 input has no 3 channels from channel 2 on; take fewer
// EXPECT-CLANG: NetworkRuleBroken<etch::Channels<2, 3>, 1, etch::Rule::channels_out_of_range, 8UL, 8UL, 4UL, 0UL, 0UL, 2UL, 3UL|layer 1, Channels<2, 3>: a 8x
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 4>, etch::Channels<2, 3>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 4>, etch::Channels<2, 2>> {};
#endif
