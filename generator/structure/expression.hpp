// SPDX-License-Identifier: MIT
#pragma once
#include <generator/lower/layers.hpp>

#include <cstddef>
#include <vector>

namespace etch::generator {

/// A network as etch writes it: layers one after another, and branches that start from one value and meet.
struct Expression {
  enum class Kind { layer, sequence, add, multiply, concat };

  Kind kind = Kind::sequence;
  std::size_t layer = 0;          ///< Of a layer: its number in the list.
  std::vector<Expression> parts;  ///< Of all others.

  bool is_empty() const { return kind == Kind::sequence && parts.empty(); }
};

/// Writes a list of layers as nested branches. Where several paths lead from one value to another, the last
/// value before them that all paths go through, their dominator, is where the branches start. A layer without
/// parameters may be computed in several branches; refuses graphs whose branches cross in other ways.
Expression decompose(const LayerGraph& graph);

/// The layers of an expression in the order in which etch counts their parameters.
std::vector<std::size_t> leaves(const Expression& expression);

}  // namespace etch::generator
