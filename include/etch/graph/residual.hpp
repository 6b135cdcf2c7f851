// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/sequential.hpp>
#include <etch/layers/join.hpp>

namespace etch {

/// Body(x) + Shortcut(x) (K. He et al., "Deep residual learning for image recognition", 2015). Both must give
/// the same shape.
template <class Body, class Shortcut = Identity>
struct Residual {
  using parts = hana::basic_tuple<Part<Body>, Part<Shortcut>, Part<layers::Sum>>;

  template <class Builder, class Value>
  static constexpr Value lower(Builder& builder, Value value) {
    const Value body = builder.lower(Part<Body>{}, value);
    const Value shortcut = builder.lower(Part<Shortcut>{}, value);
    return builder.join(Part<layers::Sum>{}, body, shortcut);
  }
};

}  // namespace etch
