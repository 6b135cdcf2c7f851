// SPDX-License-Identifier: MIT
#include <generator/graph/fold.hpp>
#include <generator/graph/infer.hpp>
#include <generator/graph/order.hpp>
#include <generator/passes/resolve.hpp>

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

}  // namespace

void resolve(Graph& graph) {
  graph.dims[graph.input.name] = graph.input.dims;
  // Values that are others under another name.
  std::map<std::string, std::string, std::less<>> same;
  std::vector<Node> kept;
  for (Node& node : graph.nodes) {
    for (std::string& input : node.inputs)
      if (const auto found = same.find(input); found != same.end()) input = found->second;
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
