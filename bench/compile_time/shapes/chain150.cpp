// SPDX-License-Identifier: MIT
// A chain of 150 layers, written out: what the compiler takes for it is the price of the type language. No
// metaprogram makes the list, because its own cost would be measured too.

#include <etch/etch.hpp>

namespace {

using etch::Conv2d, etch::Kernel, etch::Padding, etch::Relu;

// clang-format off
struct Chain : etch::Network<etch::Input<32, 32, 16>,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu, Conv2d<16, Kernel<3>, Padding<1>>, Relu,
    Conv2d<16, Kernel<3>, Padding<1>>, Relu> {};
// clang-format on

static_assert(Chain::output_shape == etch::Shape{32, 32, 16});
static_assert(Chain::parameter_count == 75 * (3 * 3 * 16 * 16 + 16));
static_assert(Chain::multiply_adds == 75ull * 32 * 32 * 3 * 3 * 16 * 16);

}  // namespace
