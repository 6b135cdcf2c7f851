// SPDX-License-Identifier: MIT
#include <etch/zoo/mlperf_tiny.hpp>

#include "../support/layers.hpp"

[[maybe_unused]] static const int registered = bench::register_steps<etch::zoo::DsCnn>("DS-CNN");
