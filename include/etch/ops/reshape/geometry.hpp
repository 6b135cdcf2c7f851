// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>

namespace etch {

/// The same numbers under another shape: a copy, where the two cannot share memory.
struct CopyGeometry {
  std::size_t count = 0;

  constexpr std::size_t input_size() const { return count; }
  constexpr std::size_t output_size() const { return count; }
  constexpr bool operator==(const CopyGeometry&) const = default;
};

/// One input of a concatenation: its channels become channels `offset`, `offset` + 1, ... of the `total` of
/// the output.
struct ConcatGeometry {
  std::size_t pixels = 1;
  std::size_t channels = 1;
  std::size_t total = 1;
  std::size_t offset = 0;

  constexpr std::size_t input_size() const { return pixels * channels; }
  constexpr std::size_t output_size() const { return pixels * total; }
  constexpr bool operator==(const ConcatGeometry&) const = default;
};

}  // namespace etch
