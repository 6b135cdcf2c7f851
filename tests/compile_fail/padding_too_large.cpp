// EXPECT: layer 1, Conv2d<4>: Padding is 18446744073709551615; give at most 1048576
// EXPECT-CLANG: etch::Rule::option_too_large|layer 1, Conv2d<4>: Padding
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4, etch::Kernel<3>, etch::Padding<-1ull>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 1>, etch::Conv2d<4, etch::Kernel<3>, etch::Padding<1>>> {};
#endif
