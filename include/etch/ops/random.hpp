// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>

namespace etch {

/// The finalizer of SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014): a bijection of 64-bit numbers that makes consecutive counters look independent.
/// The same bits on every platform.
constexpr std::uint64_t mix(std::uint64_t counter) {
  counter += 0x9e3779b97f4a7c15u;
  counter = (counter ^ (counter >> 30)) * 0xbf58476d1ce4e5b9u;
  counter = (counter ^ (counter >> 27)) * 0x94d049bb133111ebu;
  return counter ^ (counter >> 31);
}

}  // namespace etch
