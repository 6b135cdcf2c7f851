// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

namespace bench {

/// The convolutional network of Keras's examples for MNIST, 34,826 parameters, without its dropout; `Last`:
/// what comes behind the logits.
template <class... Last>
using KerasMnistBody = etch::Sequential<etch::Conv2d<32, etch::Kernel<3>>, etch::Relu, etch::MaxPool2d<2>,
                                        etch::Conv2d<64, etch::Kernel<3>>, etch::Relu, etch::MaxPool2d<2>,
                                        etch::Flatten, etch::Dense<10>, Last...>;

struct KerasMnist : etch::Network<etch::Input<28, 28, 1>, KerasMnistBody<etch::Softmax>> {};
struct KerasMnistLogits : etch::Network<etch::Input<28, 28, 1>, KerasMnistBody<>> {};
static_assert(KerasMnist::parameter_count == 34'826);

}  // namespace bench
