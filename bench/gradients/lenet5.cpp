// SPDX-License-Identifier: MIT
#include <etch/zoo/lenet.hpp>

#include "../support/gradients.hpp"

[[maybe_unused]] static const int registered = bench::register_gradients<etch::zoo::LeNet5, 64>("LeNet-5");
