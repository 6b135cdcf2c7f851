// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <cstddef>

// The four networks of MLPerf Tiny (C. Banbury et al., "MLPerf Tiny benchmark", 2021) as its Keras code
// trains them. Every convolution has biases although BatchNorm follows.
namespace etch::zoo {
namespace mlperf_tiny {

/// With Keras's numbers: of its momentum, 0.99, ours is the rest.
using Norm = BatchNorm<Epsilon<1, 1000>, Momentum<1, 100>>;

template <std::size_t Filters, std::size_t Step = 1>
using Conv = Sequential<Conv2d<Filters, Kernel<3>, Stride<Step>, Same>, Norm>;

template <std::size_t Filters, std::size_t Step = 1, class Shortcut = Identity>
using Block = Sequential<Residual<Sequential<Conv<Filters, Step>, Relu, Conv<Filters>>, Shortcut>, Relu>;

/// A projection without BatchNorm.
template <std::size_t Filters>
using DownBlock = Block<Filters, 2, Conv2d<Filters, Kernel<1>, Stride<2>>>;

/// One filter a channel, then 1 x 1 across the channels.
template <std::size_t Filters, std::size_t Step = 1>
using Separable = Sequential<DepthwiseConv2d<Kernel<3>, Stride<Step>, Same>, Norm, Relu,
                             Conv2d<Filters, Kernel<1>>, Norm, Relu>;

/// A hidden layer of the autoencoder.
template <std::size_t Neurons>
using Hidden = Sequential<Dense<Neurons>, Norm, Relu>;

}  // namespace mlperf_tiny

/// ResNet-8, image classification on CIFAR-10 (after K. He et al., "Deep residual learning for image
/// recognition", 2015). Input: 32 x 32 x 3, values from 0 to 255. Output: ten probabilities.
struct ResNet8 : Network<Input<32, 32, 3>, mlperf_tiny::Conv<16>, Relu,  //
                         mlperf_tiny::Block<16>,                         // 32 x 32 x 16
                         mlperf_tiny::DownBlock<32>,                     // 16 x 16 x 32
                         mlperf_tiny::DownBlock<64>,                     // 8 x 8 x 64
                         GlobalAvgPool2d, Dense<10>, Softmax> {};

/// DS-CNN, keyword spotting (Y. Zhang, N. Suda, L. Lai, V. Chandra, "Hello edge: keyword spotting on
/// microcontrollers", 2017). Input: 49 x 10 x 1, ten cepstral coefficients each 20 ms. Output: probabilities
/// of ten words, silence and anything else.
struct DsCnn : Network<Input<49, 10, 1>,  //
                       Conv2d<64, Kernel<10, 4>, Stride<2>, Same>, mlperf_tiny::Norm, Relu,
                       Dropout<Rate<1, 5>>,                    // 25 x 5 x 64
                       Repeat<4, mlperf_tiny::Separable<64>>,  //
                       Dropout<Rate<2, 5>>, GlobalAvgPool2d, Dense<12>, Softmax> {};

/// MobileNetV1 0.25-96, visual wake words: is there a person? (after A. Howard et al., "MobileNets: efficient
/// convolutional neural networks for mobile vision applications", 2017). Input: 96 x 96 x 3. Output: two
/// probabilities.
struct VisualWakeWords
    : Network<Input<96, 96, 3>, mlperf_tiny::Conv<8, 2>, Relu,                         //
              mlperf_tiny::Separable<16>,                                              // 48 x 48 x 16
              mlperf_tiny::Separable<32, 2>, mlperf_tiny::Separable<32>,               // 24 x 24 x 32
              mlperf_tiny::Separable<64, 2>, mlperf_tiny::Separable<64>,               // 12 x 12 x 64
              mlperf_tiny::Separable<128, 2>, Repeat<5, mlperf_tiny::Separable<128>>,  // 6 x 6 x 128
              mlperf_tiny::Separable<256, 2>, mlperf_tiny::Separable<256>,             // 3 x 3 x 256
              GlobalAvgPool2d, Dense<2>, Softmax> {};

/// The autoencoder that finds anomalies in the sound of machines (the baseline of Y. Koizumi et al.,
/// "Description and discussion on DCASE2020 challenge task 2", 2020). Input: 640 numbers, five frames of 128
/// mel bands. Output: the same again, and the mean squared error says how unusual they are.
struct AnomalyAutoencoder : Network<Input<640>,                           //
                                    Repeat<4, mlperf_tiny::Hidden<128>>,  //
                                    mlperf_tiny::Hidden<8>,               //
                                    Repeat<4, mlperf_tiny::Hidden<128>>,  //
                                    Dense<640>> {};

}  // namespace etch::zoo
