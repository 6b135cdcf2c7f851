// EXPECT: layer 1, Dense<3>: takes a vector and gets 8x8x4; put Flatten or GlobalAvgPool before it
// EXPECT-CLANG: NetworkRuleBroken<etch::Dense<3>, 1, etch::Rule::not_flat, 8UL, 8UL, 4UL|layer 1, Dense<3>: takes a v
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 4>, etch::Dense<3>, int, etch::Conv2d<0>,
                           etch::Residual<etch::Dense<0>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 4>, etch::Flatten, etch::Dense<3>> {};
#endif
