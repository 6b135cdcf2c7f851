// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet_cifar.hpp>

#include "../support/training.hpp"

[[maybe_unused]] static const int registered = bench::register_training<etch::zoo::ResNet20, 64>("ResNet-20");
