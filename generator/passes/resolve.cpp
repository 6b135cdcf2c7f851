// SPDX-License-Identifier: MIT
#include <generator/graph/fold.hpp>
#include <generator/graph/infer.hpp>
#include <generator/graph/order.hpp>
#include <generator/passes/resolve.hpp>

#include <algorithm>

namespace etch::generator {
namespace {

/// Whether a node passes its first input on as it is.
bool passes_on(const Operands& node) {
  const std::string& operation = node.node().operation;
  if (operation == "Identity") return true;
  if (operation == "Dropout") {
    // A third input says whether this is training.
    node.require(!node.has(2) || node.number(2) == 0, "drops numbers in training mode; export for inference");
    return true;
  }
  if (operation == "Cast") {
    const std::int64_t type = node.integer("to", 0);
    node.require(type == 1 || type == 10 || type == 11 || type == 16,
                 "turns numbers of the network into type " + std::to_string(type) +
                     "; etch computes with floating-point numbers");
    return true;
  }
  return false;
}

/// What a condition comes to, which must not depend on the network's input.
bool holds(const Graph& graph, const std::string& condition, const Node& node) {
  const Tensor* const value = graph.constant(condition);
  if (value == nullptr || value->size() != 1)
    throw Refusal(node.label() + ": which branch it takes is not known in advance");
  return value->number(0) != 0;
}
bool is_taken(const Graph& graph, const Node& node) {
  return std::all_of(node.guards.begin(), node.guards.end(),
                     [&](const Guard& guard) { return holds(graph, guard.condition, node) == guard.wanted; });
}

/// Of branches that are not taken nothing may be read from outside.
void check_is_made(const Graph& graph, const Node& node, const std::string& value) {
  if (!value.empty() && graph.constant(value) == nullptr && !graph.dims.contains(value))
    throw Refusal(node.label() + ": reads '" + shown(value) + "' of a branch that is not taken");
}

}  // namespace

void resolve(Graph& graph) {
  drop_dead(graph);
  graph.dims[graph.input.name] = graph.input.dims;
  // Values that are others under another name.
  std::map<std::string, std::string, std::less<>> same;
  std::vector<Node> kept;
  for (Node& node : graph.nodes) {
    if (!is_taken(graph, node)) continue;
    for (std::string& input : node.inputs)
      if (const auto found = same.find(input); found != same.end()) input = found->second;
    if (node.operation == "If") {
      // Its inputs: the condition, then the outputs of both branches.
      const std::size_t first = holds(graph, node.inputs[0], node) ? 1 : 1 + node.outputs.size();
      for (std::size_t n = 0; n < node.outputs.size(); ++n) {
        const std::string& value = node.inputs[first + n];
        check_is_made(graph, node, value);
        if (const auto constant = graph.constants.find(value); constant != graph.constants.end())
          graph.constants[node.outputs[n]] = constant->second;
        else
          same[node.outputs[n]] = value;
      }
      continue;
    }
    for (const std::string& input : node.inputs) check_is_made(graph, node, input);
    const Operands operands(graph, node);
    if (is_constant(operands)) {
      auto tensors = fold(operands);
      for (std::size_t n = 0; n < tensors.size() && n < node.outputs.size(); ++n)
        if (!node.outputs[n].empty())
          graph.constants[node.outputs[n]] = std::make_shared<const Tensor>(std::move(tensors[n]));
      continue;
    }
    const auto all = infer(operands);
    for (std::size_t n = 0; n < all.size() && n < node.outputs.size(); ++n)
      graph.dims[node.outputs[n]] = all[n];
    if (passes_on(operands))
      same[operands.output()] = node.inputs[0];
    else
      kept.push_back(std::move(node));
  }
  for (std::string& output : graph.outputs)
    if (const auto found = same.find(output); found != same.end()) output = found->second;
  graph.nodes = std::move(kept);
  for (const std::string& output : graph.outputs)
    if (graph.constant(output) != nullptr)
      throw Refusal("the output '" + shown(output) + "' does not depend on the input");
  drop_dead(graph);
}

}  // namespace etch::generator
