// EXPECT: layer 2, Input: stands inside the network; Input comes first, and once; take this one out
// EXPECT-CLANG: etch::Rule::input_comes_first|layer 2, Input: stands insid
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8>, etch::Dense<4>, etch::Input<4>, etch::Dense<2>> {};
#else
struct Net : etch::Network<etch::Input<8>, etch::Dense<4>, etch::Dense<2>> {};
#endif
