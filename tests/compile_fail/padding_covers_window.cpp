// EXPECT: layer 1, MaxPool2d<2>: a 2x2 window would lie on padding alone, which is 2 wide; pad by less than the window
// EXPECT-CLANG: NetworkRuleBroken<etch::MaxPool2d<2, .*, 1, etch::Rule::padding_covers_window, 8UL, 8UL, 3UL, 2UL, 2UL|layer 1, MaxPool2d<2>: a 2x2
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::MaxPool2d<2, etch::Padding<2>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::MaxPool2d<2, etch::Padding<1>>> {};
#endif
