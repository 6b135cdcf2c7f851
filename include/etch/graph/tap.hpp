// SPDX-License-Identifier: MIT
#pragma once
#include <etch/graph/sequential.hpp>
#include <etch/layers/join.hpp>

#include <cstddef>
#include <string_view>

namespace etch {

namespace layers {

/// A string as a template argument.
template <std::size_t Size>
struct TapName {
  char characters[Size]{};

  constexpr TapName(const char (&text)[Size]) {
    for (std::size_t n = 0; n < Size; ++n) characters[n] = text[n];
  }
  constexpr std::string_view view() const { return {characters, Size - 1}; }
};

/// Where a value is marked: the layer that stands for a tap.
template <TapName Given>
struct NamedMark : Mark {
  static constexpr std::string_view tap = Given.view();
};

}  // namespace layers

/// An auxiliary output: marks the value, or what `Parts` make of it, to be returned as well; the network goes
/// on with the value as it was. `Tap<"features">` after a layer keeps its output; `Tap<"boxes", Conv2d<24,
/// Kernel<3>>>` is a detection head. After `forward`, `etch::tap<Net, "features">(workspace)` gives it.
/// Training leaves taps out; the parameters of their heads are frozen.
template <layers::TapName Given, class... Parts>
struct Tap {
  using parts = hana::basic_tuple<Part<Parts>..., Part<layers::NamedMark<Given>>>;

  template <class Builder, class Value>
  static constexpr Value lower(Builder& builder, Value value) {
    const bool outside = builder.freeze(true);
    builder.lower(Part<layers::NamedMark<Given>>{}, Sequential<Parts...>::lower(builder, value));
    builder.freeze(outside);
    return value;
  }
};

}  // namespace etch
