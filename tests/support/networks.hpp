// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

// Networks that several tests look at.
namespace networks {

using namespace etch;

struct LeNet5
    : Network<Input<28, 28, 1>, Conv2d<6, Kernel<5>, Padding<2>>, Tanh, AvgPool2d<2>, Conv2d<16, Kernel<5>>,
              Tanh, AvgPool2d<2>, Flatten, Dense<120>, Tanh, Dense<84>, Tanh, Dense<10>> {};

/// The convolutional network of Keras's MNIST example.
struct KerasMnist
    : Network<Input<28, 28, 1>, Conv2d<32, Kernel<3>>, Relu, MaxPool2d<2>, Conv2d<64, Kernel<3>>, Relu,
              MaxPool2d<2>, Flatten, Dropout<>, Dense<10>, Softmax> {};

template <std::size_t Channels>
using Block = Sequential<
    Residual<Sequential<Conv2d<Channels, Kernel<3>, Same>, Relu, Conv2d<Channels, Kernel<3>, Same>>>, Relu>;

/// Residual blocks, one with a projection, and branches side by side.
struct Branched
    : Network<Input<8, 6, 3>, Conv2d<4, Kernel<3>, Same>, Relu, Block<4>, Block<4>,
              Residual<Conv2d<6, Kernel<3>, Stride<2>, Same>, Conv2d<6, Kernel<1>, Stride<2>>>, Tanh,
              Concat<Identity, Conv2d<2, Kernel<1>>, Sequential<Conv2d<3, Kernel<3>, Same>, Sigmoid>>,
              GlobalAvgPool2d, Dense<5>> {};

}  // namespace networks
