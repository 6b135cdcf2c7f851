// EXPECT: layer 4, Concat: one branch gives 8x8x1, another 4x4x1; make all extents but the channels equal
// EXPECT-CLANG: NetworkRuleBroken<etch::layers::ConcatPart, 4, etch::Rule::branches_differ_but_for_channels|layer 4, Concat: one branch g
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Concat<etch::Relu, etch::MaxPool2d<2>, etch::Tanh>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Concat<etch::Relu, etch::Sigmoid, etch::Tanh>> {};
#endif
