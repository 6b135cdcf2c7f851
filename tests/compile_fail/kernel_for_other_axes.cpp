// EXPECT: layer 1, Conv1d<8>: Kernel has 2 numbers; over 64 give one for all axes, one for each
// EXPECT-CLANG: NetworkRuleBroken<etch::Conv1d<8, .*, 1, etch::Rule::option_for_other_axes, .*, 2UL, 1UL|layer 1, Conv1d<8>: Kernel ha
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<64, 2>, etch::Conv1d<8, etch::Kernel<3, 3>>> {};
#else
struct Net : etch::Network<etch::Input<64, 2>, etch::Conv1d<8, etch::Kernel<3>>> {};
#endif
