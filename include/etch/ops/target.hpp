// SPDX-License-Identifier: MIT
#pragma once
#include <etch/flag.hpp>

#include <cstddef>

#if __has_include(<hwy/detect_targets.h>)
#include <hwy/detect_targets.h>
#endif

namespace etch {

/// What caches hold, in numbers: the first-level one (32 KiB), a usual second-level one (1 MiB), and the
/// smallest of these that kernels are laid out for (256 KiB). Not asked of the processor: a plan is a
/// constant.
inline constexpr std::size_t first_level_cache = 8192;
inline constexpr std::size_t second_level_cache = 262144;
inline constexpr std::size_t small_second_level_cache = 65536;

/// What of an instruction set decides which kernel runs, its tile, and how its weights lie.
struct Target {
  std::size_t lanes = 1;       ///< Floats in a vector; 1: there are none, plain loops run.
  std::size_t registers = 16;  ///< Of vectors.
  Flag fixed = true;           ///< The compiler knows the length of a vector.

  /// Whether weights may lie in blocks of whole vectors.
  constexpr bool packs() const { return lanes > 1 && fixed; }
  /// `count` filled up to whole vectors.
  constexpr std::size_t padded(std::size_t count) const { return (count + lanes - 1) / lanes * lanes; }
  constexpr bool operator==(const Target&) const = default;
};

/// The facts of a target as Highway numbers them.
constexpr Target target_of([[maybe_unused]] long long highway) {
#ifdef HWY_SCALAR
  if (highway == HWY_SCALAR) return {1, 16, true};
  if (HWY_ARCH_X86) {
    if (highway <= HWY_AVX3) return {16, 32, true};
    if (highway == HWY_AVX2) return {8, 16, true};
    return {4, 16, true};
  }
  if (highway == HWY_SVE || highway == HWY_SVE2 || highway == HWY_SVE_256 || highway == HWY_SVE2_128 ||
      highway == HWY_RVV)
    return {64, 32, false};
  if (highway == HWY_WASM_EMU256) return {8, 16, true};
  return {4, HWY_ARCH_ARM_A64 ? std::size_t{32} : std::size_t{16}, true};
#else
  return {1, 16, true};
#endif
}

/// What this translation unit is compiled for.
#ifdef HWY_STATIC_TARGET
inline constexpr Target this_target = target_of(HWY_STATIC_TARGET);
#else
inline constexpr Target this_target = target_of(0);
#endif

}  // namespace etch
