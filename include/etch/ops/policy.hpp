// SPDX-License-Identifier: MIT
#pragma once
#include <etch/flag.hpp>

namespace etch {

/// What comes before speed where kernels are chosen.
struct Policy {
  Flag precise = false;  ///< The error of plain sums.
  Flag compact = false;  ///< Little code, no transformed weights.

  constexpr bool operator==(const Policy&) const = default;
};

/// The geometry of an operation under a policy, if it has a choice.
template <class Geometry>
constexpr Geometry with_policy(Geometry g, Policy policy) {
  if constexpr (requires { g.policy; }) g.policy = policy;
  if constexpr (requires { g.adjoint.policy; }) g.adjoint.policy = policy;
  return g;
}

}  // namespace etch
