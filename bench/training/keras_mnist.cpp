// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#include "../support/training.hpp"

namespace {

/// The convolutional network of Keras's examples for MNIST, without its softmax and dropout.
struct KerasMnist : etch::Network<etch::Input<28, 28, 1>,  //
                                  etch::Conv2d<32, etch::Kernel<3>>, etch::Relu, etch::MaxPool2d<2>,
                                  etch::Conv2d<64, etch::Kernel<3>>, etch::Relu, etch::MaxPool2d<2>,
                                  etch::Flatten, etch::Dense<10>> {};

[[maybe_unused]] const int registered = bench::register_training<KerasMnist, 64>("Keras MNIST");

}  // namespace
