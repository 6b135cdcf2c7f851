// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/random.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace support {

/// Number `index` of a sequence on [-1, 1) that is a function of its seed alone. A multiple of 2^-23: the
/// same in float and double.
template <class T>
constexpr T uniform(std::uint64_t seed, std::uint64_t index) {
  const auto integer = static_cast<std::int32_t>(etch::mix(etch::mix(seed) + index) >> 40) - (1 << 23);
  return static_cast<T>(integer) / static_cast<T>(1 << 23);
}

/// The first `count` numbers of that sequence, times `scale`.
template <class T>
std::vector<T> uniforms(std::uint64_t seed, std::size_t count, T scale = 1) {
  std::vector<T> numbers(count);
  for (std::size_t n = 0; n < count; ++n) numbers[n] = scale * uniform<T>(seed, n);
  return numbers;
}

}  // namespace support
