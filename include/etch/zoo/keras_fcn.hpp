// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

namespace etch::zoo {

/// A fully convolutional classifier of MNIST in the style of Keras's examples: no `Dense`, so a larger image
/// would give more votes, not an error (J. Long, E. Shelhamer, T. Darrell, "Fully convolutional networks for
/// semantic segmentation", 2014). Input: 28 x 28 x 1. Output: ten probabilities, the mean of those of 3 x 3
/// positions.
struct KerasFcn : Network<Input<28, 28, 1>,                           //
                          Conv2d<32, Kernel<3>>, Relu, MaxPool2d<2>,  // 13 x 13 x 32
                          Conv2d<64, Kernel<3>>, Relu, MaxPool2d<2>,  // 5 x 5 x 64
                          Conv2d<128, Kernel<3>>, Relu,               // 3 x 3 x 128
                          Conv2d<10, Kernel<1>>, Softmax, GlobalAvgPool2d> {};

}  // namespace etch::zoo
