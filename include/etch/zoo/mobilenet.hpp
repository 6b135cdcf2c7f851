// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <cstddef>

namespace etch::zoo {
namespace mobilenet_v1 {

/// What follows each convolution, with Keras's numbers: of its momentum, 0.99, ours is the rest.
using Norm = Sequential<BatchNorm<Epsilon<1, 1000>, Momentum<1, 100>>, Relu6>;

/// One filter a channel, then 1 x 1 across the channels.
template <std::size_t Filters, std::size_t Step = 1>
using Separable = Sequential<DepthwiseConv2d<Kernel<3>, Stride<Step>, Same, Bias<false>>, Norm,
                             Conv2d<Filters, Kernel<1>, Bias<false>>, Norm>;

}  // namespace mobilenet_v1

/// MobileNet 1.0-224 (A. Howard et al., "MobileNets: efficient convolutional neural networks for mobile
/// vision applications", 2017), Keras's variant. Input: 224 x 224 x 3. Output: 1000 logits.
///
/// Keras has ReLU6 where the paper has ReLU, and writes the classifier as a 1 x 1 convolution with biases
/// after dropout, which is `Dense`.
struct MobileNetV1
    : Network<Input<224, 224, 3>,                                                        //
              Conv2d<32, Kernel<3>, Stride<2>, Same, Bias<false>>, mobilenet_v1::Norm,   //
              mobilenet_v1::Separable<64>,                                               // 112 x 112 x 64
              mobilenet_v1::Separable<128, 2>, mobilenet_v1::Separable<128>,             // 56 x 56 x 128
              mobilenet_v1::Separable<256, 2>, mobilenet_v1::Separable<256>,             // 28 x 28 x 256
              mobilenet_v1::Separable<512, 2>, Repeat<5, mobilenet_v1::Separable<512>>,  // 14 x 14 x 512
              mobilenet_v1::Separable<1024, 2>, mobilenet_v1::Separable<1024>,           // 7 x 7 x 1024
              GlobalAvgPool2d, Dropout<Rate<1, 1000>>, Dense<1000>> {};

namespace mobilenet_v2 {

template <std::size_t Filters>
using Pointwise = Sequential<Conv2d<Filters, Kernel<1>, Bias<false>>, BatchNorm<>>;

template <std::size_t Step = 1>
using Depthwise =
    Sequential<DepthwiseConv2d<Kernel<3>, Stride<Step>, Padding<1>, Bias<false>>, BatchNorm<>, Relu6>;

/// Expanded, filtered channel by channel, projected back without an activation.
template <std::size_t Expanded, std::size_t Filters, std::size_t Step = 1>
using Bottleneck = Sequential<Pointwise<Expanded>, Relu6, Depthwise<Step>, Pointwise<Filters>>;

/// The first bottleneck changes the shape, the others have a shortcut. Each expands six times.
template <std::size_t Channels, std::size_t Filters, std::size_t Count, std::size_t Step>
using Stage = Sequential<Bottleneck<6 * Channels, Filters, Step>,
                         Repeat<Count - 1, Residual<Bottleneck<6 * Filters, Filters>>>>;

/// 224 x 224 x 3 -> 112 x 112 x 16. The first bottleneck does not expand: it has no convolution for that.
using Stem = Sequential<Conv2d<32, Kernel<3>, Stride<2>, Padding<1>, Bias<false>>, BatchNorm<>, Relu6,
                        Depthwise<>, Pointwise<16>>;

}  // namespace mobilenet_v2

/// MobileNetV2 1.0 (M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen, "MobileNetV2: inverted residuals
/// and linear bottlenecks", 2018), torchvision's variant. Input: 224 x 224 x 3. Output: 1000 logits.
struct MobileNetV2 : Network<Input<224, 224, 3>, mobilenet_v2::Stem,  //
                             mobilenet_v2::Stage<16, 24, 2, 2>,       // 56 x 56 x 24
                             mobilenet_v2::Stage<24, 32, 3, 2>,       // 28 x 28 x 32
                             mobilenet_v2::Stage<32, 64, 4, 2>,       // 14 x 14 x 64
                             mobilenet_v2::Stage<64, 96, 3, 1>,       // 14 x 14 x 96
                             mobilenet_v2::Stage<96, 160, 3, 2>,      // 7 x 7 x 160
                             mobilenet_v2::Stage<160, 320, 1, 1>,     // 7 x 7 x 320
                             mobilenet_v2::Pointwise<1280>, Relu6,    //
                             GlobalAvgPool2d, Dropout<Rate<1, 5>>, Dense<1000>> {};

}  // namespace etch::zoo
