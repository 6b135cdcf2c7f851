// SPDX-License-Identifier: MIT
#include <etch/zoo/vgg.hpp>

#include "../support/layers.hpp"

[[maybe_unused]] static const int registered = bench::register_steps<etch::zoo::Vgg16>("VGG-16");
