// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/sequential.hpp>
#include <etch/ops/policy.hpp>

namespace etch {

namespace detail {

/// Parts one after another, under the policy outside changed by `change`.
template <void (*change)(Policy&), class... Parts>
struct UnderPolicy {
  using parts = hana::basic_tuple<Part<Parts>...>;

  template <class Builder, class Value>
  static constexpr Value lower(Builder& builder, Value value) {
    const Policy outside = builder.policy();
    Policy inside = outside;
    change(inside);
    builder.set_policy(inside);
    value = Sequential<Parts...>::lower(builder, value);
    builder.set_policy(outside);
    return value;
  }
};

constexpr void make_precise(Policy& policy) { policy.precise = true; }
constexpr void make_compact(Policy& policy) { policy.compact = true; }

}  // namespace detail

/// Parts one after another for which accuracy comes before speed: convolutions do without Winograd's F(4, 3),
/// whose error is some ten times that of plain sums. F(2, 3), which adds next to nothing, stays.
template <class... Parts>
struct Precise : Scope, detail::UnderPolicy<detail::make_precise, Parts...> {};

/// Parts one after another for which size comes before speed: the code of a convolution is one small tile,
/// and its packed weights are not transformed: they take the room of the weights with filters filled up to
/// whole vectors.
template <class... Parts>
struct Compact : Scope, detail::UnderPolicy<detail::make_compact, Parts...> {};

}  // namespace etch
