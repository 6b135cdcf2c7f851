// SPDX-License-Identifier: MIT
#include <generator/structure/canonical.hpp>
#include <generator/structure/expression.hpp>
#include <generator/structure/group.hpp>

#include <algorithm>
#include <utility>

namespace etch::generator {
namespace {

class Decomposition {
 public:
  explicit Decomposition(const LayerGraph& graph) : graph_(graph) {
    for (const Layer& layer : graph.layers) dominators_.add(layer.inputs);
  }

  Expression whole() { return between(0, graph_.output, 0); }

 private:
  const LayerGraph& graph_;
  Dominators dominators_;
  std::size_t written_ = 0;

  /// What makes value `to` of value `from`, which dominates it.
  Expression between(std::size_t from, std::size_t to, std::size_t nesting) {
    constexpr std::size_t deepest = 200;
    if (nesting > deepest) throw Refusal("the network's branches are nested too deeply");
    Expression sequence;
    while (to != from) {
      // Branches that cross make copies of what they share, and copies of copies.
      if (++written_ > 8 * graph_.layers.size() + 100)
        throw Refusal(graph_.layers[to].origin + ": the branches that meet here cross in too many ways");
      const Layer& layer = graph_.layers[to];
      if (layer.inputs.size() == 1 && layer.kind != Layer::Kind::concat) {
        sequence.parts.push_back({Expression::Kind::layer, to, {}});
        to = layer.inputs[0];
        continue;
      }
      const std::size_t start = dominators_.common(layer.inputs);
      Expression joined;
      joined.layer = to;
      joined.kind = layer.kind == Layer::Kind::add        ? Expression::Kind::add
                    : layer.kind == Layer::Kind::multiply ? Expression::Kind::multiply
                                                          : Expression::Kind::concat;
      for (const std::size_t input : layer.inputs) joined.parts.push_back(between(start, input, nesting + 1));
      sequence.parts.push_back(std::move(joined));
      to = start;
    }
    std::reverse(sequence.parts.begin(), sequence.parts.end());
    if (sequence.parts.size() == 1) return std::move(sequence.parts[0]);
    return sequence;
  }
};

void collect(const Expression& expression, std::vector<std::size_t>& all) {
  if (expression.kind == Expression::Kind::layer) all.push_back(expression.layer);
  for (const Expression& part : expression.parts) collect(part, all);
}

}  // namespace

std::vector<std::size_t> leaves(const Expression& expression) {
  std::vector<std::size_t> all;
  collect(expression, all);
  return all;
}

Expression decompose(const LayerGraph& graph) {
  Expression whole = Decomposition(graph).whole();
  order_branches(whole, graph);
  std::vector<std::size_t> times(graph.layers.size(), 0);
  for (const std::size_t layer : leaves(whole))
    if (++times[layer] > 1 && !graph.layers[layer].parameters.empty())
      throw Refusal(graph.layers[layer].origin +
                    ": branches that cross use what it computes; etch writes networks as branches within "
                    "branches");
  return whole;
}

}  // namespace etch::generator
