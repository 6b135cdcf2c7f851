// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

namespace etch::zoo {

/// AlexNet in one column (A. Krizhevsky, "One weird trick for parallelizing convolutional neural networks",
/// 2014), torchvision's variant. Input: 224 x 224 x 3. Output: 1000 logits.
///
/// torchvision's adaptive pooling to 6 x 6 is left out: at this input the image has that size already.
struct AlexNet
    : Network<Input<224, 224, 3>,                                                            //
              Conv2d<64, Kernel<11>, Stride<4>, Padding<2>>, Relu, MaxPool2d<3, Stride<2>>,  // 27 x 27 x 64
              Conv2d<192, Kernel<5>, Padding<2>>, Relu, MaxPool2d<3, Stride<2>>,             // 13 x 13 x 192
              Conv2d<384, Kernel<3>, Padding<1>>, Relu,                                      //
              Conv2d<256, Kernel<3>, Padding<1>>, Relu,                                      //
              Conv2d<256, Kernel<3>, Padding<1>>, Relu, MaxPool2d<3, Stride<2>>,             // 6 x 6 x 256
              Flatten, Dropout<>, Dense<4096>, Relu, Dropout<>, Dense<4096>, Relu, Dense<1000>> {};

/// AlexNet as it won in 2012 (A. Krizhevsky, I. Sutskever, G. Hinton, "ImageNet classification with deep
/// convolutional neural networks", 2012). The halves that lay on two graphics cards and did not see each
/// other are groups. Input: 227 x 227 x 3. Output: 1000 probabilities.
///
/// The paper says 224 x 224, from which its own first layer of 55 x 55 does not follow; 227 gives it. Its
/// normalisation adds 1e-4 times the sum of five squares, `LocalResponseNorm` Alpha times their mean: hence
/// 5e-4.
struct AlexNet2012
    : Network<Input<227, 227, 3>,                                            //
              Conv2d<96, Kernel<11>, Stride<4>>, Relu,                       // 55 x 55 x 96
              LocalResponseNorm<5, Alpha<5, 10000>, Beta<3, 4>, Offset<2>>,  //
              MaxPool2d<3, Stride<2>>,                                       //
              Conv2d<256, Kernel<5>, Padding<2>, Groups<2>>, Relu,           // 27 x 27 x 256
              LocalResponseNorm<5, Alpha<5, 10000>, Beta<3, 4>, Offset<2>>,  //
              MaxPool2d<3, Stride<2>>,                                       //
              Conv2d<384, Kernel<3>, Padding<1>>, Relu,                      // 13 x 13 x 384
              Conv2d<384, Kernel<3>, Padding<1>, Groups<2>>, Relu,           // 13 x 13 x 384
              Conv2d<256, Kernel<3>, Padding<1>, Groups<2>>, Relu,           // 13 x 13 x 256
              MaxPool2d<3, Stride<2>>,                                       // 6 x 6 x 256
              Flatten, Dense<4096>, Relu, Dropout<>, Dense<4096>, Relu, Dropout<>, Dense<1000>, Softmax> {};

}  // namespace etch::zoo
