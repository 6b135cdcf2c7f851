// SPDX-License-Identifier: MIT
#pragma once
#include <generator/lower/layers.hpp>

namespace etch::generator {

/// Rewrites joins so that branches nest. A concatenation of what another one already puts side by side takes
/// that one's result, as DenseNet means it: (a, b, c) becomes ((a, b), c) where c is computed from (a, b).
/// And among the inputs of one join those that have more in common than all of them meet first: branches that
/// fork themselves.
void group_joins(LayerGraph& graph);

/// For each layer the nearest one before it that all paths from the input go through, and how many such there
/// are on the way.
struct Dominators {
  std::vector<std::size_t> of;
  std::vector<std::size_t> depth;

  /// Takes in the next layer.
  void add(const std::vector<std::size_t>& inputs);
  /// The nearest one that dominates all of these, themselves included.
  std::size_t common(const std::vector<std::size_t>& values) const;
  /// Which of the layers that `above` dominates directly dominates `value`; `above` itself if it is that.
  std::size_t below(std::size_t above, std::size_t value) const;
};

}  // namespace etch::generator
