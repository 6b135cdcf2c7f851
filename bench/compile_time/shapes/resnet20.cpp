// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet_cifar.hpp>

using etch::zoo::ResNet20;

static_assert(ResNet20::output_shape.size() > 0 && ResNet20::parameter_count > 0 &&
              ResNet20::multiply_adds > 0);
