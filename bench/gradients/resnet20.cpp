// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet_cifar.hpp>

#include "../support/gradients.hpp"

[[maybe_unused]] static const int registered =
    bench::register_gradients<etch::zoo::ResNet20, 64>("ResNet-20");
