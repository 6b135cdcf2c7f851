// SPDX-License-Identifier: MIT
#include <generator/structure/canonical.hpp>

#include <algorithm>

namespace etch::generator {

void order_branches(Expression& expression, const LayerGraph& graph) {
  for (Expression& part : expression.parts) order_branches(part, graph);
  if (expression.kind == Expression::Kind::add) {
    std::stable_sort(
        expression.parts.begin(), expression.parts.end(),
        [](const Expression& a, const Expression& b) { return leaves(a).size() > leaves(b).size(); });
  }
  if (expression.kind == Expression::Kind::multiply) {
    // Whether the shape is whole is known where the branches are: their last values.
    const Layer& joined = graph.layers[expression.layer];
    std::vector<std::size_t> order(expression.parts.size());
    for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
    const auto is_whole = [&](std::size_t n) { return graph.layers[joined.inputs[n]].shape == joined.shape; };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      if (is_whole(a) != is_whole(b)) return is_whole(a);
      return leaves(expression.parts[a]).size() < leaves(expression.parts[b]).size();
    });
    std::vector<Expression> parts;
    for (const std::size_t n : order) parts.push_back(std::move(expression.parts[n]));
    expression.parts = std::move(parts);
  }
}

}  // namespace etch::generator
