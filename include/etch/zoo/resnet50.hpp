// SPDX-License-Identifier: MIT
#pragma once
#include <etch/zoo/resnet_blocks.hpp>

namespace etch::zoo {

/// ResNet-50 for ImageNet: 3, 4, 6 and 3 bottlenecks, the step in their 3 x 3 convolution (K. He, X. Zhang,
/// S. Ren, J. Sun, "Deep residual learning for image recognition", 2015), torchvision's variant. Input: 224 x
/// 224 x 3. Output: 1000 logits.
struct ResNet50 : Network<Input<224, 224, 3>, resnet::Stem,   //
                          resnet::BottleneckStage<3, 64, 1>,  // 56 x 56 x 256
                          resnet::BottleneckStage<4, 128>,    // 28 x 28 x 512
                          resnet::BottleneckStage<6, 256>,    // 14 x 14 x 1024
                          resnet::BottleneckStage<3, 512>,    // 7 x 7 x 2048
                          resnet::Classifier> {};

}  // namespace etch::zoo
