// SPDX-License-Identifier: MIT
#include <etch/zoo/lenet.hpp>

using etch::zoo::LeNet5;

static_assert(LeNet5::output_shape.size() > 0 && LeNet5::parameter_count > 0 && LeNet5::multiply_adds > 0);
