// SPDX-License-Identifier: MIT
#include <etch/zoo/mobilenet.hpp>

#include "../support/networks.hpp"

[[maybe_unused]] static const int registered = bench::register_network<etch::zoo::MobileNetV1>("MobileNetV1");
