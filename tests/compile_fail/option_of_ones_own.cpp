// EXPECT: layer 1, Conv2d<4>: one of its options is of a type that etch does not know; take it out
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<4, etch::Kernel<3(, 3)?>, Fast>, 1, etch::Rule::option_is_foreign|layer 1, Conv2d<4>: one of i
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

struct Fast {};

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4, etch::Kernel<3>, Fast>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4, etch::Kernel<3>>> {};
#endif
