// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/target.hpp>

#include <cstddef>

namespace etch {

/// The memory that one inference works in. One for each thread; its contents between calls mean nothing, but
/// for the output of the last.
template <class Net, Target T = this_target>
struct Workspace {
  static constexpr std::size_t count = Net::template inference_layout_for<T>.size;

  alignas(64) float values[count == 0 ? 1 : count]{};
};

/// The memory that inferences of `Batch` images at a time work in.
template <class Net, std::size_t Batch, Target T = this_target>
struct BatchWorkspace {
  static constexpr std::size_t count = Net::template inference_layout_for<T, Batch>.size;

  alignas(64) float values[count == 0 ? 1 : count]{};
};

}  // namespace etch
