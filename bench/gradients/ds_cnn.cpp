// SPDX-License-Identifier: MIT
#include <etch/zoo/mlperf_tiny.hpp>

#include "../support/gradients.hpp"

[[maybe_unused]] static const int registered = bench::register_gradients<etch::zoo::DsCnn, 64>("DS-CNN");
