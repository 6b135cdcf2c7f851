// EXPECT: no matching function for call to .forward<Net>
// EXPECT-CLANG: no matching function for call to 'forward'
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

struct Net : etch::Network<etch::Input<4, 4, 1>, etch::Flatten, etch::Dense<3>> {};
struct Other : etch::Network<etch::Input<4, 4, 1>, etch::Flatten, etch::Dense<3>, etch::Relu> {};

#ifndef ETCH_TWIN
auto f(const etch::Prepared<Other>& net, etch::InputSpan<Net> image) {
  return etch::forward<Net>(net, image);
}
#else
auto f(const etch::Prepared<Net>& net, etch::InputSpan<Net> image) { return etch::forward<Net>(net, image); }
#endif
