// EXPECT: layer 2: this type is no layer; a layer has the static members that etch/layers/layer\.hpp lists
// EXPECT-CLANG: NetworkRuleBroken<int, 2, etch::Rule::not_a_layer|layer 2: this type is no lay
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8>, etch::Dense<4>, int, etch::Dense<2>> {};
#else
struct Net : etch::Network<etch::Input<8>, etch::Dense<4>, etch::Relu, etch::Dense<2>> {};
#endif
