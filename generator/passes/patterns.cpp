// SPDX-License-Identifier: MIT
#include <generator/graph/order.hpp>
#include <generator/passes/matcher.hpp>
#include <generator/passes/patterns.hpp>

namespace etch::generator {

namespace {

/// Numbers of more axes than the value give the result axes too, in patterns that else keep those there are.
bool keeps_dims(const Graph& graph, const Node& match) {
  if (match.operation == "Conv" || match.operation == "MaxPool") return true;
  const auto in = graph.dims.find(match.inputs[0]), out = graph.dims.find(match.outputs[0]);
  return in != graph.dims.end() && out != graph.dims.end() && in->second == out->second;
}

}  // namespace

void recognise(Graph& graph) {
  using Pattern = Match (*)(const Matcher&, const Node&);
  for (const Pattern pattern :
       {match_activation, match_layer_norm, match_group_norm, match_local_response, match_padded}) {
    std::map<std::size_t, Node> found;
    const Matcher matcher(graph);
    for (std::size_t n = 0; n < graph.nodes.size(); ++n)
      if (Match match = pattern(matcher, graph.nodes[n]); match && keeps_dims(graph, *match))
        found.emplace(n, std::move(*match));
    for (auto& [n, node] : found) graph.nodes[n] = std::move(node);
    // What only the pattern read is read no more.
    if (!found.empty()) drop_dead(graph);
  }
}

}  // namespace etch::generator
