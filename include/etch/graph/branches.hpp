// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/sequential.hpp>
#include <etch/layers/join.hpp>

namespace etch {

/// Branches that start from the same value and are joined two by two, from the left, by layer `J`.
template <class J, class... Branches>
struct Joined {
  using parts = hana::basic_tuple<Part<Branches>..., Part<J>>;
  /// One for each branch but the first, where a layer has one.
  static constexpr std::size_t extra_steps = sizeof...(Branches);

  template <class Builder, class Value>
  static constexpr Value lower(Builder& builder, Value value) {
    static_assert(sizeof...(Branches) > 0,
                  "etch: Add and Multiply need at least one branch; write Add<A, B>");
    // The join's number comes after those of its branches.
    const auto leaf = builder.leaf_after(Part<Branches>{}...);
    const Value nothing = builder.no_branch();
    Value joined = nothing;
    hana::unpack(hana::basic_tuple<Part<Branches>...>{}, [&](auto... branch) {
      ((joined = joined == nothing ? builder.lower(branch, value)
                                   : builder.join(Part<J>{}, leaf, joined, builder.lower(branch, value))),
       ...);
    });
    builder.pass_leaf();
    return joined;
  }
};

}  // namespace etch
