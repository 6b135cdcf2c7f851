// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet_cifar.hpp>

#include "../support/layers.hpp"

[[maybe_unused]] static const int registered = bench::register_steps<etch::zoo::ResNet20>("ResNet-20");
