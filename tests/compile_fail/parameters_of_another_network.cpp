// EXPECT: no matching function for call to .prepare<Net>
// EXPECT-CLANG: no matching function for call to 'prepare'
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

struct Net : etch::Network<etch::Input<4, 4, 1>, etch::Flatten, etch::Dense<3>> {};
struct Other : etch::Network<etch::Input<4, 4, 1>, etch::Flatten, etch::Dense<3>, etch::Relu> {};

#ifndef ETCH_TWIN
auto f(const etch::Parameters<Other>& trained) { return etch::prepare<Net>(trained); }
#else
auto f(const etch::Parameters<Net>& trained) { return etch::prepare<Net>(trained); }
#endif
