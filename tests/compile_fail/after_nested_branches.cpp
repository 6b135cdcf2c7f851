// EXPECT: layer 6, Dense<2>: takes a vector and gets 8x8x8; put Flatten or GlobalAvgPool before it
// EXPECT-CLANG: NetworkRuleBroken<etch::Dense<2>, 6, etch::Rule::not_flat, 8UL, 8UL, 8UL|layer 6, Dense<2>: takes a v
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 4>,
                           etch::Concat<etch::Residual<etch::Sequential<etch::Relu, etch::Tanh>>,
                                        etch::Sequential<etch::Sigmoid, etch::Identity>>,
                           etch::Dense<2>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 4>,
                           etch::Concat<etch::Residual<etch::Sequential<etch::Relu, etch::Tanh>>,
                                        etch::Sequential<etch::Sigmoid, etch::Identity>>,
                           etch::GlobalAvgPool2d, etch::Dense<2>> {};
#endif
