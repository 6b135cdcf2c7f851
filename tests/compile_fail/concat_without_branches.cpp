// EXPECT: etch: Concat needs at least one branch; write Concat<A, B>
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8>, etch::Concat<>> {};
#else
struct Net : etch::Network<etch::Input<8>, etch::Concat<etch::Identity>> {};
#endif
