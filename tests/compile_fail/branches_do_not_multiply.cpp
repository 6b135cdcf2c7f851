// EXPECT: layer 3, Multiply: one branch gives 8x8x4, the other 8, which cannot be multiplied; the second may have the shape of the first, its channels, or its pixels
// EXPECT-CLANG: NetworkRuleBroken<etch::layers::Product, 3, etch::Rule::branches_do_not_multiply, 8UL, 8UL, 4UL, 8UL|layer 3, Multiply: one branch
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net
    : etch::Network<etch::Input<8, 8, 4>,
                    etch::Multiply<etch::Identity, etch::Sequential<etch::GlobalAvgPool2d, etch::Dense<8>>>> {
};
#else
struct Net
    : etch::Network<etch::Input<8, 8, 4>,
                    etch::Multiply<etch::Identity, etch::Sequential<etch::GlobalAvgPool2d, etch::Dense<4>>>> {
};
#endif
