// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/sequential.hpp>

namespace etch {

/// Parts one after another whose parameters training leaves alone: they get no gradient, and no memory for
/// one. Inside, layers do in training what they do at inference: `BatchNorm` takes its running statistics,
/// `Dropout` drops nothing.
template <class... Parts>
struct Frozen : Scope {
  using parts = hana::basic_tuple<Part<Parts>...>;

  template <class Builder, class Value>
  static constexpr Value lower(Builder& builder, Value value) {
    const bool outside = builder.freeze(true);
    value = Sequential<Parts...>::lower(builder, value);
    builder.freeze(outside);
    return value;
  }
};

}  // namespace etch
