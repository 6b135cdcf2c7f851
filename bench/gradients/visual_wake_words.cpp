// SPDX-License-Identifier: MIT
#include <etch/zoo/mlperf_tiny.hpp>

#include "../support/gradients.hpp"

[[maybe_unused]] static const int registered =
    bench::register_gradients<etch::zoo::VisualWakeWords, 64>("MobileNetV1-0.25-96");
