// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet18.hpp>

#include "../support/networks.hpp"

[[maybe_unused]] static const int registered = bench::register_network<etch::zoo::ResNet18>("ResNet-18");
