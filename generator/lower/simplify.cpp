// SPDX-License-Identifier: MIT
#include <etch/fraction.hpp>

#include <generator/lower/simplify.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace etch::generator {
namespace {

bool is_scale(const Layer& layer) { return layer.type.name == "etch::Scale"; }

/// Lets everyone who reads `from` read `to`.
void replace(LayerGraph& graph, std::size_t from, std::size_t to) {
  for (Layer& layer : graph.layers)
    for (std::size_t& input : layer.inputs)
      if (input == from) input = to;
  if (graph.output == from) graph.output = to;
}

/// s (w x + b) + t = (s w) x + (s b + t). The weights belong to filters, of which there is a factor each.
bool fold_scale(Layer& linear, const Layer& scale) {
  const std::size_t channels = scale.filters.count;
  if (linear.filters.order == Filters::Order::none || linear.filters.count != channels ||
      linear.shape.back() != channels)
    return false;
  const auto factor = [&](std::size_t filter) { return scale.parameters[filter]; };
  const bool shifts = scale.parameters.size() > channels;
  const bool had_bias = linear.parameters.size() > linear.filters.weight_count;
  for (std::size_t n = 0; n < linear.filters.weight_count; ++n)
    linear.parameters[n] *= factor(linear.filters.of_weight(n));
  if (!had_bias && shifts) {
    linear.parameters.resize(linear.filters.weight_count + channels, 0.0f);
    std::erase_if(linear.type.arguments, [](const Type& type) { return type.name == "etch::Bias"; });
  }
  if (had_bias || shifts)
    for (std::size_t k = 0; k < channels; ++k) {
      float& bias = linear.parameters[linear.filters.weight_count + k];
      bias = bias * factor(k) + (shifts ? scale.parameters[channels + k] : 0.0f);
    }
  return true;
}

/// One change; false if there is none to make.
bool step(LayerGraph& graph) {
  const std::vector<std::size_t> readers = graph.reader_counts();
  for (std::size_t n = 1; n < graph.layers.size(); ++n) {
    Layer& layer = graph.layers[n];
    if (readers[n] == 0 || layer.inputs.empty()) continue;
    Layer& before = graph.layers[layer.inputs[0]];
    const std::size_t own = layer.inputs[0];
    if (layer.kind == Layer::Kind::view) {
      if (before.shape == layer.shape) {
        replace(graph, n, own);
        return true;
      }
      if (before.kind == Layer::Kind::view) {
        layer.inputs[0] = before.inputs[0];
        return true;
      }
    }
    if (is_scale(layer) && readers[own] == 1 && fold_scale(before, layer)) {
      replace(graph, n, own);
      return true;
    }
  }
  return false;
}

/// Renumbers, without those that nobody reads.
void drop_unread(LayerGraph& graph) {
  std::vector<bool> read(graph.layers.size(), false);
  read[graph.output] = read[0] = true;
  for (std::size_t n = graph.layers.size(); n-- > 0;)
    if (read[n])
      for (const std::size_t input : graph.layers[n].inputs) read[input] = true;
  std::vector<std::size_t> number(graph.layers.size(), 0);
  std::vector<Layer> kept;
  for (std::size_t n = 0; n < graph.layers.size(); ++n) {
    if (!read[n]) continue;
    number[n] = kept.size();
    kept.push_back(std::move(graph.layers[n]));
    for (std::size_t& input : kept.back().inputs) input = number[input];
  }
  graph.output = number[graph.output];
  graph.layers = std::move(kept);
}

}  // namespace

void simplify(LayerGraph& graph) {
  drop_unread(graph);
  while (step(graph)) {
  }
  drop_unread(graph);
}

void fold_statistics(LayerGraph& graph) {
  for (Layer& layer : graph.layers) {
    if (layer.type.name != "etch::BatchNorm") continue;
    Fraction epsilon{1, 100000};
    for (const Type& option : layer.type.arguments)
      if (option.name == "etch::Epsilon")
        epsilon = {std::stoull(option.arguments.at(0).name),
                   option.arguments.size() > 1 ? std::stoull(option.arguments[1].name) : 1};
    const std::size_t channels = layer.filters.count;
    for (std::size_t c = 0; c < channels; ++c) {
      const float scale =
          layer.parameters[c] / std::sqrt(layer.statistics[channels + c] + epsilon.as<float>());
      layer.parameters[c] = scale;
      layer.parameters[channels + c] -= layer.statistics[c] * scale;
    }
    layer.statistics.clear();
    layer.type = generic("Scale", {});
  }
  simplify(graph);
}

}  // namespace etch::generator
