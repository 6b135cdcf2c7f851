// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet18.hpp>

#include "../support/layers.hpp"

[[maybe_unused]] static const int registered = bench::register_steps<etch::zoo::ResNet18>("ResNet-18");
