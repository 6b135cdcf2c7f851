// EXPECT: layer 1, Conv2d<4>: has no Kernel, or one of 0; give Kernel<3>, say
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv2d<4>, 1, etch::Rule::kernel_is_missing|layer 1, Conv2d<4>: has no K
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4, etch::Kernel<1>>> {};
#endif
