// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <cstddef>

namespace etch::zoo {
namespace shufflenet {

template <std::size_t Filters>
using Pointwise = Sequential<Conv2d<Filters, Kernel<1>, Bias<false>>, BatchNorm<>, Relu>;

template <std::size_t Step>
using Depthwise = Sequential<DepthwiseConv2d<Kernel<3>, Stride<Step>, Padding<1>, Bias<false>>, BatchNorm<>>;

template <std::size_t Filters, std::size_t Step = 1>
using Branch = Sequential<Pointwise<Filters>, Depthwise<Step>, Pointwise<Filters>>;

/// Half of the channels pass, the other half is worked on; the shuffle mixes them for the next unit.
template <std::size_t Half>
using Unit =
    Sequential<Concat<Channels<0, Half>, Sequential<Channels<Half, Half>, Branch<Half>>>, ChannelShuffle<2>>;

/// Both branches see all channels and halve the size: (h, w, c) -> (h / 2, w / 2, 2 Half).
template <std::size_t Half>
using DownUnit =
    Sequential<Concat<Sequential<Depthwise<2>, Pointwise<Half>>, Branch<Half, 2>>, ChannelShuffle<2>>;

template <std::size_t Units, std::size_t Filters>
using Stage = Sequential<DownUnit<Filters / 2>, Repeat<Units - 1, Unit<Filters / 2>>>;

}  // namespace shufflenet

/// ShuffleNetV2 1.0 (N. Ma, X. Zhang, H.-T. Zheng, J. Sun, "ShuffleNet V2: practical guidelines for efficient
/// CNN architecture design", 2018), torchvision's variant. Input: 224 x 224 x 3. Output: 1000 logits.
struct ShuffleNetV2
    : Network<Input<224, 224, 3>,                                                            //
              Conv2d<24, Kernel<3>, Stride<2>, Padding<1>, Bias<false>>, BatchNorm<>, Relu,  //
              MaxPool2d<3, Stride<2>, Padding<1>>,                                           // 56 x 56 x 24
              shufflenet::Stage<4, 116>,                                                     // 28 x 28 x 116
              shufflenet::Stage<8, 232>,                                                     // 14 x 14 x 232
              shufflenet::Stage<4, 464>,                                                     // 7 x 7 x 464
              shufflenet::Pointwise<1024>, GlobalAvgPool2d, Dense<1000>> {};

}  // namespace etch::zoo
