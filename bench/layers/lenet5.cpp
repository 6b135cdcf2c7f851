// SPDX-License-Identifier: MIT
#include <etch/zoo/lenet.hpp>

#include "../support/layers.hpp"

[[maybe_unused]] static const int registered = bench::register_steps<etch::zoo::LeNet5>("LeNet-5");
