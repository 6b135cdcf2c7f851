// SPDX-License-Identifier: MIT
#include <etch/zoo/vgg.hpp>

#include "../support/networks.hpp"

[[maybe_unused]] static const int registered = bench::register_network<etch::zoo::Vgg16>("VGG-16");
