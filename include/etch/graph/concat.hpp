// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/sequential.hpp>
#include <etch/layers/join.hpp>

namespace etch {

/// Every branch starts from the same value; their outputs lie side by side, channels after channels in the
/// order given. They must agree in all extents but the channels.
template <class... Branches>
struct Concat {
  using parts = hana::basic_tuple<Part<Branches>..., Part<layers::ConcatPart>>;
  /// One for each branch, where a layer has one.
  static constexpr std::size_t extra_steps = sizeof...(Branches);

  template <class Builder, class Value>
  static constexpr Value lower(Builder& builder, Value value) {
    static_assert(sizeof...(Branches) > 0, "etch: Concat needs at least one branch; write Concat<A, B>");
    // Its number comes after those of its branches.
    const auto leaf = builder.leaf_after(Part<Branches>{}...);
    // Each branch is put in its place as soon as it is there: from then on its own memory is free.
    const Value whole = builder.begin_concat();
    hana::unpack(hana::basic_tuple<Part<Branches>...>{},
                 [&](auto... branch) { (builder.append(leaf, whole, builder.lower(branch, value)), ...); });
    builder.pass_leaf();
    return whole;
  }
};

}  // namespace etch
