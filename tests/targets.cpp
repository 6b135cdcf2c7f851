// SPDX-License-Identifier: MIT
// Prints the instruction set that Highway compiles for, and fails when the compiler's flags allow a wider
// one: Highway steps down silently when one instruction of a set is missing from the flags.

#include <hwy/highway.h>

#include <cstddef>
#include <cstdio>

int main() {
#if defined(__AVX512BW__) && defined(__AVX512VL__)
  constexpr std::size_t expected = 16;
#elif defined(__AVX2__) && defined(__FMA__)
  constexpr std::size_t expected = 8;
#elif defined(__SSE4_2__) || defined(__ARM_NEON)
  constexpr std::size_t expected = 4;
#else
  constexpr std::size_t expected = 1;
#endif
  namespace hn = hwy::HWY_NAMESPACE;
  const std::size_t lanes = hn::Lanes(hn::ScalableTag<float>());
  std::printf("Highway %d.%d.%d compiles for %s: %zu lanes of float, at least %zu expected\n", HWY_MAJOR,
              HWY_MINOR, HWY_PATCH, hwy::TargetName(HWY_STATIC_TARGET), lanes, expected);
  return lanes >= expected ? 0 : 1;
}
