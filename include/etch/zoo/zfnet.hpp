// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

namespace etch::zoo {

/// ZFNet (M. Zeiler, R. Fergus, "Visualizing and understanding convolutional networks", 2013): AlexNet with
/// smaller steps at the start and without groups. Input: 224 x 224 x 3. Output: 1000 probabilities.
///
/// The paper states sizes, not paddings. One pixel around the image and pooling that rounds up are what gives
/// its figure 3: 110, 55, 26, 13, 13, 13, 13, 6. It names no constants for its contrast normalisation across
/// feature maps; these are AlexNet's.
struct ZFNet
    : Network<Input<224, 224, 3>,                                                 //
              Conv2d<96, Kernel<7>, Stride<2>, Padding<1>>, Relu,                 // 110 x 110 x 96
              MaxPool2d<3, Stride<2>, RoundUp>,                                   // 55 x 55 x 96
              LocalResponseNorm<5, Alpha<5, 10000>, Beta<3, 4>, Offset<2>>,       //
              Conv2d<256, Kernel<5>, Stride<2>>, Relu,                            // 26 x 26 x 256
              MaxPool2d<3, Stride<2>, RoundUp>,                                   // 13 x 13 x 256
              LocalResponseNorm<5, Alpha<5, 10000>, Beta<3, 4>, Offset<2>>,       //
              Conv2d<384, Kernel<3>, Padding<1>>, Relu,                           //
              Conv2d<384, Kernel<3>, Padding<1>>, Relu,                           //
              Conv2d<256, Kernel<3>, Padding<1>>, Relu, MaxPool2d<3, Stride<2>>,  // 6 x 6 x 256
              Flatten, Dense<4096>, Relu, Dropout<>, Dense<4096>, Relu, Dropout<>, Dense<1000>, Softmax> {};

}  // namespace etch::zoo
