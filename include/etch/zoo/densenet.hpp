// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <cstddef>

namespace etch::zoo {
namespace densenet {

/// 32 new channels (the growth rate) behind all there are.
using DenseLayer = Concat<Identity,                                                           //
                          Sequential<BatchNorm<>, Relu, Conv2d<128, Kernel<1>, Bias<false>>,  //
                                     BatchNorm<>, Relu, Conv2d<32, Kernel<3>, Padding<1>, Bias<false>>>>;

/// Fewer channels, half the size.
template <std::size_t Filters>
using Transition = Sequential<BatchNorm<>, Relu, Conv2d<Filters, Kernel<1>, Bias<false>>, AvgPool2d<2>>;

}  // namespace densenet

/// DenseNet-121 (G. Huang, Z. Liu, L. van der Maaten, K. Weinberger, "Densely connected convolutional
/// networks", 2016): the paper's DenseNet-BC with growth rate 32 and compression to one half, as torchvision
/// has it. Input: 224 x 224 x 3. Output: 1000 logits.
struct DenseNet121 : Network<Input<224, 224, 3>,                                                            //
                             Conv2d<64, Kernel<7>, Stride<2>, Padding<3>, Bias<false>>, BatchNorm<>, Relu,  //
                             MaxPool2d<3, Stride<2>, Padding<1>>,                          // 56 x 56 x 64
                             Repeat<6, densenet::DenseLayer>, densenet::Transition<128>,   // 28 x 28 x 128
                             Repeat<12, densenet::DenseLayer>, densenet::Transition<256>,  // 14 x 14 x 256
                             Repeat<24, densenet::DenseLayer>, densenet::Transition<512>,  // 7 x 7 x 512
                             Repeat<16, densenet::DenseLayer>, BatchNorm<>, Relu,          // 7 x 7 x 1024
                             GlobalAvgPool2d, Dense<1000>> {};

}  // namespace etch::zoo
