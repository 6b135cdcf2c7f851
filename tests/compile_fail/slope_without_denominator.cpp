// EXPECT: layer 1, LeakyRelu: the denominator of Slope is 0; give at least 1
// EXPECT-CLANG: NetworkRuleBroken<etch::LeakyRelu<.*, 1, etch::Rule::extent_is_zero|layer 1, LeakyRelu: the deno
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8>, etch::LeakyRelu<etch::Slope<1, 0>>> {};
#else
struct Net : etch::Network<etch::Input<8>, etch::LeakyRelu<etch::Slope<1, 10>>> {};
#endif
