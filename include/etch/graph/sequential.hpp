// SPDX-License-Identifier: MIT
#pragma once
#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/unpack.hpp>

namespace etch {

namespace hana = boost::hana;

/// Names a type as a value, so that Hana's tuples can hold it.
template <class T>
struct Part {
  using type = T;
};

/// Parts one after another. The empty one is the identity.
///
/// A combinator is a type with `parts`, a tuple of the types it is made of in the order in which `lower`
/// visits them, and `lower(builder, value)`, which tells the builder how they hang together and returns the
/// value they end in; `extra_steps` if it gives more steps than it has layers.
template <class... Parts>
struct Sequential {
  using parts = hana::basic_tuple<Part<Parts>...>;

  template <class Builder, class Value>
  static constexpr Value lower(Builder& builder, Value value) {
    hana::unpack(parts{}, [&](auto... part) { ((value = builder.lower(part, value)), ...); });
    return value;
  }
};

/// A combinator that only says something about the parts in it, which follow one another.
struct Scope {};

/// The value itself: what a shortcut does.
using Identity = Sequential<>;

}  // namespace etch
