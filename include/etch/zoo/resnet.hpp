// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>
#include <etch/zoo/repeat.hpp>
#include <etch/zoo/resnet_blocks.hpp>

// K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", 2015, in torchvision's
// variant. No convolution has biases, since BatchNorm follows. Input: 224 x 224 x 3. Output: 1000 logits.
namespace etch::zoo {
namespace resnet {

/// 224 x 224 x 3 -> 56 x 56 x 64.
using Stem = Sequential<Conv<64, 7, 2>, Relu, MaxPool2d<3, Stride<2>, Padding<1>>>;

using Classifier = Sequential<GlobalAvgPool2d, Dense<1000>>;

}  // namespace resnet

/// ResNet-18 for ImageNet: two basic blocks of each size.
struct ResNet18 : Network<Input<224, 224, 3>, resnet::Stem,   //
                          Repeat<2, resnet::BasicBlock<64>>,  // 56 x 56 x 64
                          resnet::BasicStage<2, 128>,         // 28 x 28 x 128
                          resnet::BasicStage<2, 256>,         // 14 x 14 x 256
                          resnet::BasicStage<2, 512>,         // 7 x 7 x 512
                          resnet::Classifier> {};

/// ResNet-34 for ImageNet: 3, 4, 6 and 3 basic blocks.
struct ResNet34 : Network<Input<224, 224, 3>, resnet::Stem,   //
                          Repeat<3, resnet::BasicBlock<64>>,  //
                          resnet::BasicStage<4, 128>,         //
                          resnet::BasicStage<6, 256>,         //
                          resnet::BasicStage<3, 512>,         //
                          resnet::Classifier> {};

/// ResNet-50 for ImageNet: 3, 4, 6 and 3 bottlenecks, the step in their 3 x 3 convolution.
struct ResNet50 : Network<Input<224, 224, 3>, resnet::Stem,   //
                          resnet::BottleneckStage<3, 64, 1>,  // 56 x 56 x 256
                          resnet::BottleneckStage<4, 128>,    // 28 x 28 x 512
                          resnet::BottleneckStage<6, 256>,    // 14 x 14 x 1024
                          resnet::BottleneckStage<3, 512>,    // 7 x 7 x 2048
                          resnet::Classifier> {};

/// ResNet-101 for ImageNet: 3, 4, 23 and 3 bottlenecks, as ResNet-50's.
struct ResNet101 : Network<Input<224, 224, 3>, resnet::Stem,   //
                           resnet::BottleneckStage<3, 64, 1>,  //
                           resnet::BottleneckStage<4, 128>,    //
                           resnet::BottleneckStage<23, 256>,   //
                           resnet::BottleneckStage<3, 512>,    //
                           resnet::Classifier> {};

/// ResNet-152 for ImageNet: 3, 8, 36 and 3 bottlenecks, as ResNet-50's.
struct ResNet152 : Network<Input<224, 224, 3>, resnet::Stem,   //
                           resnet::BottleneckStage<3, 64, 1>,  //
                           resnet::BottleneckStage<8, 128>,    //
                           resnet::BottleneckStage<36, 256>,   //
                           resnet::BottleneckStage<3, 512>,    //
                           resnet::Classifier> {};

}  // namespace etch::zoo
