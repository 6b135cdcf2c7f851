// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <cstddef>

namespace etch::zoo {
namespace googlenet {

/// torchvision writes this epsilon as 0.001.
template <std::size_t Filters, std::size_t Size = 1, class... Options>
using Conv = Sequential<Conv2d<Filters, Kernel<Size>, Padding<(Size - 1) / 2>, Bias<false>, Options...>,
                        BatchNorm<Epsilon<1, 1000>>, Relu>;

/// Four looks at the same image side by side; the wide ones see fewer channels. `Reduce...`: filters of the
/// 1 x 1 convolution before. The third branch has 5 x 5 windows in the paper, 3 x 3 in torchvision.
template <std::size_t Ones, std::size_t ReduceThrees, std::size_t Threes, std::size_t ReduceFives,
          std::size_t Fives, std::size_t Pooled>
using Inception = Concat<Conv<Ones>,                                       //
                         Sequential<Conv<ReduceThrees>, Conv<Threes, 3>>,  //
                         Sequential<Conv<ReduceFives>, Conv<Fives, 3>>,    //
                         Sequential<MaxPool2d<3, Stride<1>, Padding<1>, RoundUp>, Conv<Pooled>>>;

}  // namespace googlenet

/// GoogLeNet (C. Szegedy et al., "Going deeper with convolutions", 2014), torchvision's variant. Input:
/// 224 x 224 x 3. Output: 1000 logits.
///
/// Unlike the paper's: BatchNorm after each convolution and no biases, no local response normalisation, 3 x 3
/// windows for 5 x 5, a last pooling of 2 x 2. The auxiliary classifiers, which only training would use, are
/// left out.
struct GoogLeNet
    : Network<Input<224, 224, 3>,                                                   //
              googlenet::Conv<64, 7, Stride<2>>, MaxPool2d<3, Stride<2>, RoundUp>,  // 56 x 56 x 64
              googlenet::Conv<64>, googlenet::Conv<192, 3>,                         //
              MaxPool2d<3, Stride<2>, RoundUp>,                                     // 28 x 28 x 192
              googlenet::Inception<64, 96, 128, 16, 32, 32>,                        // 28 x 28 x 256
              googlenet::Inception<128, 128, 192, 32, 96, 64>,                      // 28 x 28 x 480
              MaxPool2d<3, Stride<2>, RoundUp>,                                     //
              googlenet::Inception<192, 96, 208, 16, 48, 64>,                       // 14 x 14 x 512
              googlenet::Inception<160, 112, 224, 24, 64, 64>,                      // 14 x 14 x 512
              googlenet::Inception<128, 128, 256, 24, 64, 64>,                      // 14 x 14 x 512
              googlenet::Inception<112, 144, 288, 32, 64, 64>,                      // 14 x 14 x 528
              googlenet::Inception<256, 160, 320, 32, 128, 128>,                    // 14 x 14 x 832
              MaxPool2d<2, RoundUp>,                                                //
              googlenet::Inception<256, 160, 320, 32, 128, 128>,                    // 7 x 7 x 832
              googlenet::Inception<384, 192, 384, 48, 128, 128>,                    // 7 x 7 x 1024
              GlobalAvgPool2d, Dropout<Rate<1, 5>>, Dense<1000>> {};

}  // namespace etch::zoo
