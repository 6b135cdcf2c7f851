// EXPECT: layer 2, MaxPool2d<2>: a 2x2 window does not fit a 1x4 input; pad by 1 or more on each side, or take a smaller window
// EXPECT-CLANG: NetworkRuleBroken<etch::MaxPool2d<2>, 2, etch::Rule::window_does_not_fit, 1UL, 4UL, 3UL, 2UL, 2UL|layer 2, MaxPool2d<2>: a 2x2
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<3, 8, 3>, etch::MaxPool2d<2>, etch::MaxPool2d<2>> {};
#else
struct Net : etch::Network<etch::Input<4, 8, 3>, etch::MaxPool2d<2>, etch::MaxPool2d<2>> {};
#endif
