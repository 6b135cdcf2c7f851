// EXPECT: layer 1, Dense<1099511627776>: has more parameters on an input of 1099511627776 than can be addressed
// EXPECT-CLANG: etch::Rule::too_many_parameters|layer 1, Dense<1099511627776
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<(1ull << 40)>, etch::Dense<(1ull << 40)>> {};
#else
struct Net : etch::Network<etch::Input<(1ull << 10)>, etch::Dense<(1ull << 10)>> {};
#endif
