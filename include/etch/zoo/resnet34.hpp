// SPDX-License-Identifier: MIT
#pragma once
#include <etch/zoo/resnet_blocks.hpp>

namespace etch::zoo {

/// ResNet-34 for ImageNet: 3, 4, 6 and 3 basic blocks (K. He, X. Zhang, S. Ren,
/// J. Sun, "Deep residual learning for image recognition", 2015), torchvision's variant. Input: 224 x 224
/// x 3. Output: 1000 logits.
struct ResNet34 : Network<Input<224, 224, 3>, resnet::Stem,   //
                          Repeat<3, resnet::BasicBlock<64>>,  //
                          resnet::BasicStage<4, 128>,         //
                          resnet::BasicStage<6, 256>,         //
                          resnet::BasicStage<3, 512>,         //
                          resnet::Classifier> {};

}  // namespace etch::zoo
