// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>

namespace etch {

/// A bool as wide as a size, for structs that are template arguments. Those must have no padding: clang 14 to
/// 16, at least, address members wrongly in some that do (tests/ops/padding.cpp says when).
struct Flag {
  std::size_t on = 0;

  constexpr Flag() = default;
  constexpr Flag(bool value) : on(value ? 1 : 0) {}
  constexpr operator bool() const { return on != 0; }
  constexpr bool operator==(const Flag&) const = default;
};

}  // namespace etch
