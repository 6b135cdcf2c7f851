// SPDX-License-Identifier: MIT
#include <etch/zoo/lenet.hpp>

#include "../support/training.hpp"

[[maybe_unused]] static const int batches = bench::register_training<etch::zoo::LeNet5, 64>("LeNet-5");
[[maybe_unused]] static const int single = bench::register_training<etch::zoo::LeNet5, 1>("LeNet-5");
