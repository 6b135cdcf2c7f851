// EXPECT: etch: Input takes 1 to 5 extents
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<1, 2, 3, 4, 5, 6>, etch::Flatten> {};
#else
struct Net : etch::Network<etch::Input<1, 2, 3, 4, 5>, etch::Flatten> {};
#endif
