// SPDX-License-Identifier: MIT
#include <generator/lower/lower.hpp>
#include <generator/lower/operators.hpp>
#include <generator/lower/simplify.hpp>
#include <generator/passes/batch.hpp>

#include <cmath>
#include <optional>

namespace etch::generator {
namespace {

const Operators& operators() {
  static const Operators all = [] {
    Operators table;
    add_windows(table);
    add_products(table);
    add_norms(table);
    add_activations(table);
    add_arithmetic(table);
    add_joins(table);
    add_places(table);
    add_borders(table);
    add_resizing(table);
    add_reductions(table);
    return table;
  }();
  return all;
}

/// The output in ONNX's order, or with its channels last if the input has them so.
Activation in_order(const Operands& node, Lowering& to, const Activation& out, bool channels_last) {
  std::vector<std::size_t> axes(out.layout.rank());
  for (std::size_t axis = 0; axis < axes.size(); ++axis) axes[axis] = axis;
  if (out.layout.is_row_major()) return out;
  if (axes.size() > 2) {
    std::vector<std::size_t> last = axes;
    last.erase(last.begin() + 1);
    last.push_back(1);
    if (out.layout.pieces_of(last) == out.layout.memory()) return out;
    if (channels_last) axes = last;
  }
  return to.arranged(node, out, out.layout.pieces_of(axes));
}

/// What is a vector in ONNX is one here: exported again it would else be taken for an image, whose channels
/// come second.
Activation finished(const Operands& node, Lowering& to, const Activation& out, bool channels_last) {
  const Activation placed = in_order(node, to, out, channels_last);
  const Dims dims = placed.layout.dims();
  const bool vector = dims.size() == 1 || (dims.size() == 2 && dims[0] == 1);
  return vector ? to.viewed(node, placed, {size_of(to.shape(placed))}) : placed;
}

struct Attempt {
  Lowered lowered;
  Layout input, output;
  std::size_t moved = 0;
};

Attempt attempt(const Graph& graph, bool channels_last, bool batched) {
  Lowering to(graph, channels_last, batched);
  const Layout input = to.value(graph.input.name).layout;
  for (const Node& node : graph.nodes) {
    const Operands operands(graph, node);
    const auto found = operators().find(node.operation);
    if (found == operators().end()) operands.refuse("etch has no layer that computes it");
    found->second(operands, to);
  }
  // Only its name is asked for.
  const Node last = graph.nodes.empty() ? Node{"Identity", "", {}, graph.outputs, {}} : graph.nodes.back();
  const Activation out = finished(Operands(graph, last), to, to.value(graph.outputs[0]), channels_last);
  Attempt made{{}, input, out.layout, to.moved};
  made.lowered.graph = std::move(to.graph);
  made.lowered.batch = batched ? graph.input.dims[0] : 1;
  made.lowered.graph.output = out.value;
  return made;
}

/// The better of both layouts of the input.
Attempt best(const Graph& graph, bool batched) {
  Attempt last = attempt(graph, true, batched);
  if (last.moved == 0) return last;
  Attempt first = attempt(graph, false, batched);
  return first.moved < last.moved ? std::move(first) : std::move(last);
}

/// Layers that were folded into each other too.
void require_finite(const LayerGraph& graph) {
  for (const Layer& layer : graph.layers)
    for (const auto* numbers : {&layer.parameters, &layer.statistics})
      for (const float value : *numbers)
        if (!std::isfinite(value)) throw Refusal(layer.origin + ": has a weight that is not a finite number");
}

}  // namespace

Lowered lower(const Graph& graph) {
  std::optional<Attempt> made;
  if (!graph.input.dims.empty() && graph.input.dims[0] > 1) {
    std::optional<Refusal> why;
    try {
      require_batch(graph);
      made = best(graph, true);
    } catch (const Refusal& refusal) {
      why = refusal;
    }
    // What works on the batch may still be a network that takes the whole batch as one value.
    if (!made) try {
        made = best(graph, false);
      } catch (const Refusal&) {
        throw *why;
      }
  } else {
    made = best(graph, false);
  }
  simplify(made->lowered.graph);
  require_finite(made->lowered.graph);
  Lowered& lowered = made->lowered;
  lowered.input_dims = made->input.dims();
  lowered.output_dims = made->output.dims();
  lowered.input_origins = made->input.origins();
  lowered.output_origins = made->output.origins();
  return std::move(lowered);
}

}  // namespace etch::generator
