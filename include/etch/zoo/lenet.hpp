// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

namespace etch::zoo {

/// LeNet-5 (Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document
/// recognition", 1998) as it is written today. Input: a 28 x 28 image of one channel, which the first
/// convolution pads to the paper's 32 x 32. Output: ten logits.
///
/// The paper has trained factors in its subsampling, a tanh scaled to 1.7159 tanh(2/3 x), 16 filters that
/// read subsets of the 6 channels, and distances to fixed codes for an output; here: the plain mean, tanh,
/// all channels, `Dense`.
struct LeNet5 : Network<Input<28, 28, 1>,                                      //
                        Conv2d<6, Kernel<5>, Padding<2>>, Tanh, AvgPool2d<2>,  // 14 x 14 x 6
                        Conv2d<16, Kernel<5>>, Tanh, AvgPool2d<2>,             // 5 x 5 x 16
                        Flatten, Dense<120>, Tanh, Dense<84>, Tanh, Dense<10>> {};

}  // namespace etch::zoo
