// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <cstddef>

// K. Simonyan, A. Zisserman, "Very deep convolutional networks for large-scale image recognition", 2014. The
// plain networks: no BatchNorm, which came later. Input: 224 x 224 x 3. Output: 1000 logits, where the paper
// has probabilities.
namespace etch::zoo {
namespace vgg {

/// 3 x 3 convolutions, then half the size.
template <std::size_t Filters, std::size_t Convolutions>
using Stage = Sequential<Repeat<Convolutions, Conv2d<Filters, Kernel<3>, Padding<1>>, Relu>, MaxPool2d<2>>;

/// Most of all parameters, 123,642,856, are here.
using Classifier = Sequential<Flatten, Dense<4096>, Relu, Dropout<>,  //
                              Dense<4096>, Relu, Dropout<>, Dense<1000>>;

}  // namespace vgg

/// VGG-11, the paper's configuration A.
struct Vgg11 : Network<Input<224, 224, 3>, vgg::Stage<64, 1>, vgg::Stage<128, 1>, vgg::Stage<256, 2>,
                       vgg::Stage<512, 2>, vgg::Stage<512, 2>, vgg::Classifier> {};

/// VGG-16, configuration D.
struct Vgg16 : Network<Input<224, 224, 3>, vgg::Stage<64, 2>, vgg::Stage<128, 2>, vgg::Stage<256, 3>,
                       vgg::Stage<512, 3>, vgg::Stage<512, 3>, vgg::Classifier> {};

/// VGG-19, configuration E.
struct Vgg19 : Network<Input<224, 224, 3>, vgg::Stage<64, 2>, vgg::Stage<128, 2>, vgg::Stage<256, 4>,
                       vgg::Stage<512, 4>, vgg::Stage<512, 4>, vgg::Classifier> {};

}  // namespace etch::zoo
