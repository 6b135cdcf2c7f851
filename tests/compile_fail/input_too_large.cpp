// EXPECT: Input: a value of 1000000x1000000x1000000 numbers is too large to be addressed; check the extents
// EXPECT-CLANG: etch::Rule::too_large, 1000000UL, 1000000UL, 1000000UL|Input: a value of 1000000x10
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<1000000, 1000000, 1000000>, etch::Flatten> {};
#else
struct Net : etch::Network<etch::Input<1000, 1000, 1000>, etch::Flatten> {};
#endif
