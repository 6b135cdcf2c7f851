// EXPECT: layer 1, Conv2d<4>: takes no option that is not one of etch.?'s; take it out
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<4, etch::Kernel<3(, 3)?>, Fast>, 1, etch::Rule::option_unknown|layer 1, Conv2d<4>: takes no
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

struct Fast {};

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4, etch::Kernel<3>, Fast>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4, etch::Kernel<3>>> {};
#endif
