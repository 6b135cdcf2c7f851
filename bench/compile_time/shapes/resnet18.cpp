// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet18.hpp>

using etch::zoo::ResNet18;

static_assert(ResNet18::output_shape.size() > 0 && ResNet18::parameter_count > 0 &&
              ResNet18::multiply_adds > 0);
