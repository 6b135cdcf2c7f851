// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet50.hpp>

using etch::zoo::ResNet50;

static_assert(ResNet50::output_shape.size() > 0 && ResNet50::parameter_count > 0 &&
              ResNet50::multiply_adds > 0);
