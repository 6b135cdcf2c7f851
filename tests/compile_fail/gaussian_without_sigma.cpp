// EXPECT: etch: a Gaussian needs a Sigma above 0
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Blur : etch::filters::Gaussian<etch::filters::Sigma<0>> {};
#else
struct Blur : etch::filters::Gaussian<etch::filters::Sigma<1, 2>> {};
#endif
static_assert(Blur::taps[0][0] <= 1);
