// SPDX-License-Identifier: MIT
#include <etch/zoo/mobilenet.hpp>

#include "../support/layers.hpp"

[[maybe_unused]] static const int registered = bench::register_steps<etch::zoo::MobileNetV1>("MobileNetV1");
