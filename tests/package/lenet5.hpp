// SPDX-License-Identifier: MIT
// The network of somebody else.
#pragma once
#include <etch/etch.hpp>

struct LeNet5 : etch::Network<etch::Input<28, 28, 1>, etch::Conv2d<6, etch::Kernel<5>, etch::Padding<2>>,
                              etch::Tanh, etch::AvgPool2d<2>, etch::Conv2d<16, etch::Kernel<5>>, etch::Tanh,
                              etch::AvgPool2d<2>, etch::Flatten, etch::Dense<120>, etch::Tanh,
                              etch::Dense<84>, etch::Tanh, etch::Dense<10>> {};

static_assert(LeNet5::output_shape == etch::Shape{10});
static_assert(LeNet5::parameter_count == 61'706);
static_assert(LeNet5::multiply_adds == 416'520);
