// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>

namespace etch {

/// A learning rate that rises from 0 to `peak` over the first `warmup` steps, then falls in a straight line
/// to 0 at step `steps`.
struct LinearSchedule {
  float peak = 0.001f;
  std::uint64_t steps = 1;
  std::uint64_t warmup = 0;

  /// The rate for step number `step`, counted from 0; 0 after the last.
  constexpr float operator()(std::uint64_t step) const {
    if (step < warmup) return peak * static_cast<float>(step + 1) / static_cast<float>(warmup + 1);
    if (step >= steps) return 0;
    return peak * static_cast<float>(steps - step) / static_cast<float>(steps - warmup);
  }
};

}  // namespace etch
