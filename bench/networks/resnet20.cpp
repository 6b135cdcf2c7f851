// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet_cifar.hpp>

#include "../support/networks.hpp"

[[maybe_unused]] static const int registered = bench::register_network<etch::zoo::ResNet20>("ResNet-20");
