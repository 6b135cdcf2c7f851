// EXPECT: layer 1: this type is no layer; a layer has the static members that etch/layers/layer\.hpp lists
// EXPECT-CLANG: NetworkRuleBroken<Scale, 1, etch::Rule::not_a_layer|layer 1: this type is no lay
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

// Lacks geometry and multiply_adds.
struct Scale {
  static constexpr const char* name = "Scale";
  static constexpr etch::Needs backward_needs = etch::Needs::nothing;
  static constexpr etch::ShapeOr infer(etch::Shape in) { return in; }
  static constexpr std::size_t parameter_count(etch::Shape) { return 0; }
};

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8>, Scale> {};
#else
struct Net : etch::Network<etch::Input<8>, etch::Relu> {};
#endif
