// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/random.hpp>

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace etch::data {

/// The numbers 0 to `count` - 1 in an order that `seed` alone decides, each order equally likely (Fisher and
/// Yates); the same on every platform.
inline std::vector<std::size_t> shuffled(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::uint64_t counter = mix(seed);
  for (std::size_t left = count; left > 1; --left) {
    // Numbers below the remainder of 2^64 would favour small results: draw again.
    const std::uint64_t bound = left;
    const std::uint64_t unfair = (0 - bound) % bound;
    std::uint64_t drawn = mix(counter++);
    while (drawn < unfair) drawn = mix(counter++);
    std::swap(order[left - 1], order[static_cast<std::size_t>(drawn % bound)]);
  }
  return order;
}

}  // namespace etch::data
