// EXPECT: Input: one extent of 28x0x1 is 0; give each at least 1
// EXPECT-CLANG: etch::Rule::shape_has_zero|Input: one extent of 28x0x1
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<28, 0, 1>, etch::Flatten> {};
#else
struct Net : etch::Network<etch::Input<28, 28, 1>, etch::Flatten> {};
#endif
