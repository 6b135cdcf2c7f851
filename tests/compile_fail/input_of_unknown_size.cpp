// EXPECT: no matching function for call to .forward<Net>
// EXPECT-CLANG: no matching function for call to 'forward'
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#include <span>

struct Net : etch::Network<etch::Input<4, 4, 1>, etch::Flatten, etch::Dense<3>> {};
struct Other : etch::Network<etch::Input<4, 4, 1>, etch::Flatten, etch::Dense<3>, etch::Relu> {};

#ifndef ETCH_TWIN
auto f(const etch::Prepared<Net>& net, std::span<const float> image) {
  return etch::forward<Net>(net, image);
}
#else
auto f(const etch::Prepared<Net>& net, std::span<const float> image) {
  return etch::forward<Net>(net, image.first<16>());
}
#endif
