// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>
#include <etch/zoo/resnet_blocks.hpp>

#include <cstddef>

namespace etch::zoo {
namespace resnet {

/// The shortcut without parameters: every second pixel of every second row, and zeros for channels that were
/// not there: (h, w, c) -> (h / 2, w / 2, c + New).
template <std::size_t New>
using ZeroPadded = Sequential<MaxPool2d<1, Stride<2>>, PadChannels<0, New>>;

}  // namespace resnet

/// ResNet-20 for CIFAR-10 (K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition",
/// 2015, section 4.2). Input: 32 x 32 x 3. Output: ten logits.
///
/// Its two shortcuts that change the shape are projections (the paper's option B), each with its BatchNorm.
struct ResNet20 : Network<Input<32, 32, 3>, resnet::Conv<16, 3>, Relu,  //
                          Repeat<3, resnet::BasicBlock<16>>,            // 32 x 32 x 16
                          resnet::BasicStage<3, 32>,                    // 16 x 16 x 32
                          resnet::BasicStage<3, 64>,                    // 8 x 8 x 64
                          GlobalAvgPool2d, Dense<10>> {};

/// The same with the paper's option A for CIFAR-10: no shortcut has parameters. The paper leaves open on
/// which side the zero channels are; here they come after the others.
struct ResNet20A : Network<Input<32, 32, 3>, resnet::Conv<16, 3>, Relu,        //
                           Repeat<3, resnet::BasicBlock<16>>,                  //
                           resnet::BasicBlock<32, 2, resnet::ZeroPadded<16>>,  //
                           Repeat<2, resnet::BasicBlock<32>>,                  //
                           resnet::BasicBlock<64, 2, resnet::ZeroPadded<32>>,  //
                           Repeat<2, resnet::BasicBlock<64>>,                  //
                           GlobalAvgPool2d, Dense<10>> {};

}  // namespace etch::zoo
