// SPDX-License-Identifier: MIT
#pragma once
#include <etch/zoo/resnet_blocks.hpp>

namespace etch::zoo {

/// ResNet-18 for ImageNet: two basic blocks of each size (K. He, X. Zhang, S. Ren,
/// J. Sun, "Deep residual learning for image recognition", 2015), torchvision's variant. Input: 224 x 224
/// x 3. Output: 1000 logits.
struct ResNet18 : Network<Input<224, 224, 3>, resnet::Stem,   //
                          Repeat<2, resnet::BasicBlock<64>>,  // 56 x 56 x 64
                          resnet::BasicStage<2, 128>,         // 28 x 28 x 128
                          resnet::BasicStage<2, 256>,         // 14 x 14 x 256
                          resnet::BasicStage<2, 512>,         // 7 x 7 x 512
                          resnet::Classifier> {};

}  // namespace etch::zoo
