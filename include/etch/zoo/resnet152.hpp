// SPDX-License-Identifier: MIT
#pragma once
#include <etch/zoo/resnet_blocks.hpp>

namespace etch::zoo {

/// ResNet-152 for ImageNet: 3, 8, 36 and 3 bottlenecks, as ResNet-50's (K. He, X. Zhang, S. Ren,
/// J. Sun, "Deep residual learning for image recognition", 2015), torchvision's variant. Input: 224 x 224
/// x 3. Output: 1000 logits.
struct ResNet152 : Network<Input<224, 224, 3>, resnet::Stem,   //
                           resnet::BottleneckStage<3, 64, 1>,  //
                           resnet::BottleneckStage<8, 128>,    //
                           resnet::BottleneckStage<36, 256>,   //
                           resnet::BottleneckStage<3, 512>,    //
                           resnet::Classifier> {};

}  // namespace etch::zoo
