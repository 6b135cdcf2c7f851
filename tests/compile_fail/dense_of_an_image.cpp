// EXPECT: layer 3, Dense<10>: takes a vector and gets 6x6x16; put Flatten or GlobalAvgPool before it
// EXPECT-CLANG: NetworkRuleBroken<etch::Dense<10>, 3, etch::Rule::not_flat, 6UL, 6UL, 16UL|layer 3, Dense<10>: takes a
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net
    : etch::Network<etch::Input<8, 8, 3>, etch::Conv2d<16, etch::Kernel<3>>, etch::Relu, etch::Dense<10>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Conv2d<16, etch::Kernel<3>>, etch::Relu, etch::Flatten,
                           etch::Dense<10>> {};
#endif
