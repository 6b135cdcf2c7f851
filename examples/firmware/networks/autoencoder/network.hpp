// SPDX-License-Identifier: MIT
#pragma once
#include <etch/zoo/mlperf_tiny.hpp>

#include <cstddef>

namespace firmware {
using Net = etch::zoo::AnomalyAutoencoder;
constexpr std::size_t sample_count = 4;
}  // namespace firmware

#include <drawn.hpp>
