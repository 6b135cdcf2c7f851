// EXPECT: layer 2, Dense<0>: the number of outputs is 0; give at least 1
// EXPECT-CLANG: NetworkRuleBroken<etch::Dense<0>, 2, etch::Rule::extent_is_zero|layer 2, Dense<0>: the numbe
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8>, etch::Relu, etch::Dense<0>> {};
#else
struct Net : etch::Network<etch::Input<8>, etch::Relu, etch::Dense<1>> {};
#endif
