// EXPECT: etch: this network has no layer of that number; they count from 0
// EXPECT-CLANG: etch: this network has no layer of that number; they count from 0
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8>, etch::Relu, etch::Tanh> {};
constexpr auto shape = Net::Layer<2>::output_shape;
#else
struct Net : etch::Network<etch::Input<8>, etch::Relu, etch::Tanh> {};
constexpr auto shape = Net::Layer<1>::output_shape;
#endif
