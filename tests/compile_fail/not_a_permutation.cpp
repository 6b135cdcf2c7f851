// EXPECT: layer 1, Permute: axis 0 is named 0 times; name each axis, from 0, once
// EXPECT-CLANG: NetworkRuleBroken<etch::Permute<2, 7, 1>, 1, etch::Rule::not_a_permutation, 8UL, 8UL, 3UL|layer 1, Permute: axis 0 is n
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Permute<2, 7, 1>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Permute<2, 0, 1>> {};
#endif
