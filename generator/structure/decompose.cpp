// SPDX-License-Identifier: MIT
#include <generator/structure/expression.hpp>

#include <algorithm>
#include <utility>

namespace etch::generator {
namespace {

class Decomposition {
 public:
  explicit Decomposition(const LayerGraph& graph)
      : graph_(graph), dominator_(graph.layers.size(), 0), depth_(graph.layers.size(), 0) {
    for (std::size_t n = 1; n < graph.layers.size(); ++n) {
      const auto& inputs = graph.layers[n].inputs;
      dominator_[n] = common(inputs);
      depth_[n] = depth_[dominator_[n]] + 1;
    }
  }

  Expression whole() { return between(0, graph_.output, 0); }

 private:
  const LayerGraph& graph_;
  std::vector<std::size_t> dominator_;  ///< The nearest value that all paths to this one go through.
  std::vector<std::size_t> depth_;
  std::size_t written_ = 0;

  std::size_t common(const std::vector<std::size_t>& values) const {
    std::size_t all = values.at(0);
    for (std::size_t other : values)
      while (all != other) {
        std::size_t& deeper = depth_[all] > depth_[other] ? all : other;
        deeper = dominator_[deeper];
      }
    return all;
  }

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
      const std::size_t start = common(layer.inputs);
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
  const Expression whole = Decomposition(graph).whole();
  std::vector<std::size_t> times(graph.layers.size(), 0);
  for (const std::size_t layer : leaves(whole))
    if (++times[layer] > 1 && !graph.layers[layer].parameters.empty())
      throw Refusal(graph.layers[layer].origin +
                    ": branches that cross use what it computes; etch writes networks as branches within "
                    "branches");
  return whole;
}

}  // namespace etch::generator
