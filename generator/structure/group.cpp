// SPDX-License-Identifier: MIT
#include <generator/structure/group.hpp>

#include <algorithm>
#include <utility>

namespace etch::generator {

void Dominators::add(const std::vector<std::size_t>& inputs) {
  const std::size_t next = inputs.empty() ? 0 : common(inputs);
  of.push_back(next);
  depth.push_back(inputs.empty() ? 0 : depth[next] + 1);
}

std::size_t Dominators::common(const std::vector<std::size_t>& values) const {
  std::size_t all = values.at(0);
  for (std::size_t other : values)
    while (all != other) {
      std::size_t& deeper = depth[all] > depth[other] ? all : other;
      deeper = of[deeper];
    }
  return all;
}

std::size_t Dominators::below(std::size_t above, std::size_t value) const {
  while (value != above && of[value] != above) value = of[value];
  return value;
}

namespace {

using Kind = Layer::Kind;
using Values = std::vector<std::size_t>;

class Grouping {
 public:
  explicit Grouping(LayerGraph& graph) : old_(std::move(graph)) {
    Values number;
    for (Layer& layer : old_.layers) {
      for (std::size_t& input : layer.inputs) input = number[input];
      if (layer.kind == Kind::concat) reuse(layer);
      if (layer.inputs.size() > 2) layer.inputs = grouped(layer, layer.inputs);
      number.push_back(append(std::move(layer)));
    }
    graph.layers = std::move(made_);
    graph.output = number[old_.output];
  }

 private:
  LayerGraph old_;
  std::vector<Layer> made_;
  std::vector<std::vector<bool>>
      depends_;  ///< Of each concatenation so far: which layers read it, directly or not.
  Values concats_;
  std::vector<Values> opened_;  ///< Of each concatenation.
  Dominators dominators_;

  std::size_t append(Layer layer) {
    dominators_.add(layer.inputs);
    for (std::size_t n = 0; n < concats_.size(); ++n)
      depends_[n].push_back(std::any_of(layer.inputs.begin(), layer.inputs.end(), [&](std::size_t input) {
        return input == concats_[n] || depends_[n][input];
      }));
    made_.push_back(std::move(layer));
    if (made_.back().kind == Kind::concat) {
      opened_.push_back(opened(made_.size() - 1));
      concats_.push_back(made_.size() - 1);
      depends_.emplace_back(made_.size(), false);
    }
    return made_.size() - 1;
  }

  /// The inputs of a concatenation with those of its inputs that are concatenations opened; none if they are
  /// too many to be what a person means.
  Values opened(std::size_t value) const {
    constexpr std::size_t most = 4096;
    Values all;
    for (const std::size_t input : made_[value].inputs) {
      const auto known = std::find(concats_.begin(), concats_.end(), input);
      if (known == concats_.end()) {
        all.push_back(input);
        continue;
      }
      const Values& own = opened_[static_cast<std::size_t>(known - concats_.begin())];
      if (own.empty()) return {};
      all.insert(all.end(), own.begin(), own.end());
      if (all.size() > most) return {};
    }
    return all;
  }

  /// Takes the result of the last concatenation whose inputs are among these, side by side, if what else is
  /// here is computed from it.
  void reuse(Layer& layer) const {
    for (std::size_t n = concats_.size(); n-- > 0;) {
      const Values& part = opened_[n];
      if (part.empty() || part.size() >= layer.inputs.size()) continue;
      const auto at = std::search(layer.inputs.begin(), layer.inputs.end(), part.begin(), part.end());
      if (at == layer.inputs.end()) continue;
      const auto end = at + static_cast<std::ptrdiff_t>(part.size());
      const auto reads = [&](std::size_t input) { return depends_[n][input]; };
      if (!std::any_of(layer.inputs.begin(), at, reads) && !std::any_of(end, layer.inputs.end(), reads))
        continue;
      *at = concats_[n];
      layer.inputs.erase(at + 1, end);
      return;
    }
  }

  /// Those inputs that have more in common than all of them as one; of a concatenation only neighbours.
  Values grouped(const Layer& layer, const Values& inputs) {
    const std::size_t above = dominators_.common(inputs);
    std::vector<Values> groups;
    Values keys;
    for (const std::size_t input : inputs) {
      const std::size_t key = dominators_.below(above, input);
      auto known = keys.end();
      if (key != above) {
        known = layer.kind == Kind::concat
                    ? (!keys.empty() && keys.back() == key ? keys.end() - 1 : keys.end())
                    : std::find(keys.begin(), keys.end(), key);
      }
      if (known == keys.end()) {
        keys.push_back(key);
        groups.push_back({input});
      } else {
        groups[static_cast<std::size_t>(known - keys.begin())].push_back(input);
      }
    }
    if (groups.size() == 1) return inputs;
    Values result;
    for (const Values& group : groups)
      result.push_back(group.size() == 1 ? group[0] : together(layer, grouped(layer, group)));
    return result;
  }

  std::size_t together(const Layer& layer, const Values& inputs) {
    Layer joined;
    joined.kind = layer.kind;
    joined.inputs = inputs;
    joined.origin = layer.origin;
    joined.shape = made_[inputs[0]].shape;
    if (layer.kind == Kind::concat) {
      joined.shape.back() = 0;
      for (const std::size_t input : inputs) joined.shape.back() += made_[input].shape.back();
    }
    // A product may have smaller factors; the largest says how large it is.
    for (const std::size_t input : inputs)
      if (layer.kind == Kind::multiply && size_of(made_[input].shape) > size_of(joined.shape))
        joined.shape = made_[input].shape;
    return append(std::move(joined));
  }
};

}  // namespace

void group_joins(LayerGraph& graph) { Grouping{graph}; }

}  // namespace etch::generator
