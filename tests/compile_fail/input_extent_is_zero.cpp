// EXPECT: Input: the number of an extent is 0; give at least 1
// EXPECT-CLANG: etch::Rule::extent_is_zero|Input: the number of an exte
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<28, 0, 1>, etch::Flatten> {};
#else
struct Net : etch::Network<etch::Input<28, 28, 1>, etch::Flatten> {};
#endif
