// SPDX-License-Identifier: MIT
#pragma once
#include <etch/zoo/lenet.hpp>

#include <cstddef>

namespace firmware {
using Net = etch::zoo::LeNet5;
constexpr std::size_t sample_count = 4;
}  // namespace firmware

#include <drawn.hpp>
