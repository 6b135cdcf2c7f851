// EXPECT: layer 1, AvgPool2d<2>: a 2x2 window with stride 2x2 does not fit a 5x4 input exactly: rows left over 1, columns 0; change stride or padding, or drop ExactFit
// EXPECT-CLANG: NetworkRuleBroken<etch::AvgPool2d<2, .*, 1, etch::Rule::window_leaves_a_rest, 5UL, 4UL, 1UL, 2UL, 2UL|layer 1, AvgPool2d<2>: a 2x2
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<5, 4, 1>, etch::AvgPool2d<2, etch::ExactFit>> {};
#else
struct Net : etch::Network<etch::Input<6, 4, 1>, etch::AvgPool2d<2, etch::ExactFit>> {};
#endif
