// EXPECT: layer 2, Dropout: a rate of 1/1 drops everything; give one below 1
// EXPECT-CLANG: NetworkRuleBroken<etch::Dropout<.*, 2, etch::Rule::rate_out_of_range, 4UL, 0UL, 0UL, 0UL, 0UL, 1UL, 1UL|layer 2, Dropout: a rate of
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8>, etch::Dense<4>, etch::Dropout<etch::Rate<1, 1>>> {};
#else
struct Net : etch::Network<etch::Input<8>, etch::Dense<4>, etch::Dropout<etch::Rate<1, 2>>> {};
#endif
