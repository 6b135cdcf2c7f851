// SPDX-License-Identifier: MIT
#pragma once
#include <etch/zoo/mlperf_tiny.hpp>

#include <cstddef>

namespace firmware {
using Net = etch::zoo::ResNet8;
constexpr std::size_t sample_count = 2;
}  // namespace firmware

#include <drawn.hpp>
