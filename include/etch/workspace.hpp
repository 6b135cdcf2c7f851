// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>

namespace etch {

/// The memory that one inference works in. One for each thread; its contents between calls mean nothing, but
/// for the output of the last.
template <class Net>
struct Workspace {
  static constexpr std::size_t count = Net::inference_layout.size;
  static_assert(count * sizeof(float) == Net::inference_bytes);

  alignas(64) float values[count == 0 ? 1 : count]{};
};

/// The memory that inferences of `Batch` images at a time work in.
template <class Net, std::size_t Batch>
struct BatchWorkspace {
  static constexpr std::size_t count = Net::template batch_layout<Batch>.size;

  alignas(64) float values[count == 0 ? 1 : count]{};
};

}  // namespace etch
