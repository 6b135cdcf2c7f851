// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <cstddef>

// What residual networks are made of. Apart from them, since whoever includes a network pays for it: the
// compiler checks it where it is declared.
namespace etch::zoo::resnet {

/// A convolution that keeps the size, or divides it by `Step`.
template <std::size_t Filters, std::size_t Size, std::size_t Step = 1>
using Conv = Sequential<Conv2d<Filters, Kernel<Size>, Stride<Step>, Padding<(Size - 1) / 2>, Bias<false>>,
                        BatchNorm<>>;

/// Two 3 x 3 convolutions beside a shortcut.
template <std::size_t Filters, std::size_t Step = 1, class Shortcut = Identity>
using BasicBlock =
    Sequential<Residual<Sequential<Conv<Filters, 3, Step>, Relu, Conv<Filters, 3>>, Shortcut>, Relu>;

/// 1 x 1 to `Filters`, 3 x 3, 1 x 1 to four times as many. The step is in the 3 x 3 convolution; the paper
/// has it in the first.
template <std::size_t Filters, std::size_t Step = 1, class Shortcut = Identity>
using Bottleneck = Sequential<Residual<Sequential<Conv<Filters, 1>, Relu,        //
                                                  Conv<Filters, 3, Step>, Relu,  //
                                                  Conv<4 * Filters, 1>>,
                                       Shortcut>,
                              Relu>;

/// The first block of a stage changes the shape, so its shortcut is a projection.
template <std::size_t Blocks, std::size_t Filters, std::size_t Step = 2>
using BasicStage = Sequential<BasicBlock<Filters, Step, Conv<Filters, 1, Step>>,  //
                              Repeat<Blocks - 1, BasicBlock<Filters>>>;
template <std::size_t Blocks, std::size_t Filters, std::size_t Step = 2>
using BottleneckStage = Sequential<Bottleneck<Filters, Step, Conv<4 * Filters, 1, Step>>,
                                   Repeat<Blocks - 1, Bottleneck<Filters>>>;

// For ImageNet: the beginning and the end of all depths.

/// 224 x 224 x 3 -> 56 x 56 x 64.
using Stem = Sequential<Conv<64, 7, 2>, Relu, MaxPool2d<3, Stride<2>, Padding<1>>>;

using Classifier = Sequential<GlobalAvgPool2d, Dense<1000>>;

}  // namespace etch::zoo::resnet
