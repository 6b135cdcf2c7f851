// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

namespace dispatched {

/// Convolutions by several kernels (Winograd among them), depthwise ones, a sum, pooling, a dense layer.
struct Mixed
    : etch::Network<etch::Input<12, 12, 3>, etch::Conv2d<16, etch::Kernel<3>, etch::Same>, etch::Relu,
                    etch::Residual<etch::Sequential<etch::Conv2d<16, etch::Kernel<3>, etch::Same>,
                                                    etch::BatchNorm<>, etch::Tanh>>,
                    etch::DepthwiseConv2d<etch::Kernel<3>, etch::Same>, etch::MaxPool2d<2>,
                    etch::Conv2d<5, etch::Kernel<1>>, etch::Flatten, etch::Dense<37>, etch::Softmax> {};

}  // namespace dispatched
