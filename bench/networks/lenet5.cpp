// SPDX-License-Identifier: MIT
#include <etch/zoo/lenet.hpp>

#include "../support/networks.hpp"

[[maybe_unused]] static const int registered = bench::register_network<etch::zoo::LeNet5>("LeNet-5");
