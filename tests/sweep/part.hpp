// SPDX-License-Identifier: MIT
#pragma once
#include <support/exact.hpp>
#include <support/operation.hpp>
#include <sweep/describe.hpp>
#include <sweep/geometries.hpp>
#include <sweep/paths.hpp>

#include <string>
#include <utility>
#include <vector>

namespace sweep {

/// One geometry of the sweep.
struct Case {
  std::size_t index = 0;
  std::string geometry{};
  std::vector<std::string> paths{};
  laws::AnyOperation operation{};
  bool exact = false;  ///< On whole numbers.
  std::size_t images = 1;
};

/// Those of all translation units.
inline std::vector<Case>& cases() {
  static std::vector<Case> all;
  return all;
}

template <std::uint64_t Seed, std::size_t Index>
Case make_case() {
  constexpr auto g = geometry<Seed, Index>();
  // Dense layers have kernels for many images.
  constexpr bool is_dense = requires { g.inputs; };
  return {Index,
          describe(g),
          paths<g>(),
          laws::any_operation<g>(),
          laws::is_exact(g),
          1 + Draw(~Seed, Index).below(is_dense ? 17 : 3)};
}

/// Geometries `First` to `First` + Count - 1: a global of this type puts them into the list.
template <std::uint64_t Seed, std::size_t First, std::size_t Count>
struct Part {
  Part() {
    []<std::size_t... N>(std::index_sequence<N...>) {
      (cases().push_back(make_case<Seed, First + N>()), ...);
    }
    (std::make_index_sequence<Count>());
  }
};

}  // namespace sweep
