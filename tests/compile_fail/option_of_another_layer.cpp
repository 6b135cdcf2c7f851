// EXPECT: layer 1, Dense<10>: takes no option Stride; take it out
// EXPECT-CLANG: NetworkRuleBroken<etch::Dense<10, etch::Stride<2(, 2)?>>, 1, etch::Rule::option_unknown|layer 1, Dense<10>: takes no
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8>, etch::Dense<10, etch::Stride<2>>> {};
#else
struct Net : etch::Network<etch::Input<8>, etch::Dense<10, etch::Bias<false>>> {};
#endif
