// EXPECT: Input: a network begins with its input; write Network<Input<height, width, channels>, \.\.\.>
// EXPECT-CLANG: etch::Rule::input_is_missing|Input: a network begins with
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Dense<4>, etch::Dense<2>> {};
#else
struct Net : etch::Network<etch::Input<8>, etch::Dense<4>, etch::Dense<2>> {};
#endif
