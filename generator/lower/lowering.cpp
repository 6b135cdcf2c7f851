// SPDX-License-Identifier: MIT
#include <generator/graph/fold.hpp>
#include <generator/lower/lowering.hpp>

#include <algorithm>

namespace etch::generator {
namespace {

bool all_are(const std::vector<float>& values, float value) {
  return std::all_of(values.begin(), values.end(), [&](float each) { return each == value; });
}

/// Whether the numbers repeat after each `period`.
bool repeats(const std::vector<float>& values, std::size_t period) {
  for (std::size_t n = period; n < values.size(); ++n)
    if (values[n] != values[n - period]) return false;
  return true;
}

/// The input under a shape as a person would write it.
Extents input_shape(const Dims& dims, bool channels_last) {
  Extents shape;
  std::size_t first = dims.size() > 1 && dims[0] == 1 ? 1 : 0;
  for (std::size_t axis = first; axis < dims.size(); ++axis)
    shape.push_back(static_cast<std::size_t>(dims[axis]));
  if (channels_last && dims.size() > 2 && first == 1)
    std::rotate(shape.begin(), shape.begin() + 1, shape.end());
  if (channels_last && dims.size() > 2 && first == 0)
    std::rotate(shape.begin() + 1, shape.begin() + 2, shape.end());
  if (shape.empty()) shape.push_back(1);
  // etch's shapes have up to five axes.
  while (shape.size() > 5) {
    shape[shape.size() - 2] *= shape.back();
    shape.pop_back();
  }
  return shape;
}

}  // namespace

Lowering::Lowering(const Graph& source, bool channels_last_input, bool batched)
    : source_(source), batched_(batched) {
  Dims dims = source.input.dims;
  if (batched) dims[0] = 1;
  Layer input;
  input.kind = Layer::Kind::input;
  input.shape = input_shape(dims, channels_last_input);
  input.origin = "the input";
  graph.layers.push_back(std::move(input));
  values_[source.input.name] = {0,
                                channels_last_input ? Layout::channels_last(dims) : Layout::row_major(dims)};
}

const Activation& Lowering::input(const Operands& node, std::size_t n) const {
  const auto found = values_.find(node.name(n));
  if (found == values_.end())
    node.refuse("has a constant as input '" + shown(node.name(n)) + "' where the network's numbers belong");
  return found->second;
}

Dims Lowering::output_dims(const Operands& node, std::size_t n) const {
  Dims dims = source_.dims.at(node.output(n));
  if (batched_ && !dims.empty()) dims[0] = 1;
  return dims;
}

void Lowering::set(const Operands& node, Activation made, std::size_t output) {
  // What the operator's specification says must be what the layers give.
  if (made.layout.dims() != output_dims(node, output))
    node.refuse("would give " + text_of(made.layout.dims()) + " and not " +
                text_of(output_dims(node, output)) + "; this is a mistake in etch");
  values_[node.output(output)] = std::move(made);
}

Activation Lowering::layer(const Operands& node, const Activation& in, Type type, Extents shape,
                           Layout layout, Learned learned) {
  Layer made;
  made.type = std::move(type);
  made.inputs = {in.value};
  made.shape = std::move(shape);
  made.parameters = std::move(learned.parameters);
  made.statistics = std::move(learned.statistics);
  made.filters = learned.filters;
  made.multiply_adds = learned.multiply_adds;
  made.origin = node.node().label();
  graph.layers.push_back(std::move(made));
  return {graph.layers.size() - 1, std::move(layout)};
}

Activation Lowering::join(const Operands& node, Layer::Kind kind, const std::vector<Activation>& inputs,
                          Extents shape, Layout layout) {
  Layer made;
  made.kind = kind;
  for (const Activation& input : inputs) made.inputs.push_back(input.value);
  made.shape = std::move(shape);
  made.origin = node.node().label();
  graph.layers.push_back(std::move(made));
  return {graph.layers.size() - 1, std::move(layout)};
}

std::vector<float> Lowering::spread(const Operands& node, const Tensor& constant,
                                    const Activation& over) const {
  node.require(constant.is_real(), "has a constant of integers where the network has floating-point numbers");
  const Dims dims = over.layout.dims();
  node.require(broadcast(dims, constant.dims, node) == dims,
               "its constant of " + text_of(constant.dims) + " is larger than the value of " + text_of(dims));
  // How far apart neighbours along each piece lie in the constant: 0 where it is the same for all.
  std::map<Layout::Piece, std::int64_t> apart;
  const auto own = strides_of(constant.dims);
  const std::size_t missing = dims.size() - constant.dims.size();
  for (std::size_t axis = missing; axis < dims.size(); ++axis) {
    if (constant.dims[axis - missing] == 1) continue;
    const auto& pieces = over.layout.pieces_of(axis);
    std::int64_t next = own[axis - missing];
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
      apart[*piece] = next;
      next *= over.layout.piece_extent(*piece);
    }
  }
  Dims extents;
  std::vector<std::int64_t> strides;
  for (const Layout::Piece piece : over.layout.memory()) {
    extents.push_back(over.layout.piece_extent(piece));
    strides.push_back(apart[piece]);
  }
  return strided(constant, extents, 0, strides).reals;
}

Activation Lowering::scaled(const Operands& node, const Activation& in, std::vector<float> factors,
                            std::vector<float> shifts) {
  const std::size_t all = size_of(shape(in));
  if (factors.empty()) factors = {1.0f};
  if (shifts.empty()) shifts = {0.0f};
  if (all_are(factors, 1) && all_are(shifts, 0)) return in;

  // As few channels as will do: those there are, or a run of whole axes that ends innermost.
  std::vector<std::size_t> periods{shape(in).back()};
  std::size_t period = 1;
  const auto& memory = in.layout.memory();
  for (auto piece = memory.rbegin(); piece != memory.rend(); ++piece) {
    period *= static_cast<std::size_t>(in.layout.piece_extent(*piece));
    periods.push_back(period);
  }
  periods.push_back(all);
  for (const std::size_t channels : periods) {
    if (channels == 0 || all % channels != 0 || !repeats(factors, channels) || !repeats(shifts, channels))
      continue;
    Learned learned;
    const auto append = [&](const std::vector<float>& numbers) {
      for (std::size_t n = 0; n < channels; ++n)
        learned.parameters.push_back(numbers[numbers.size() == 1 ? 0 : n]);
    };
    append(factors);
    const bool shifted = !all_are(shifts, 0);
    if (shifted) append(shifts);
    learned.filters = {Filters::Order::last, channels, channels};
    const Activation from = with_channels(node, in, channels);
    const Type type =
        shifted ? generic("Scale", {}) : generic("Scale", {generic("Bias", {{"false", {}, false}})});
    return layer(node, from, type, shape(from), in.layout, std::move(learned));
  }
  node.refuse("scales in a way that etch cannot");
}

Activation Lowering::contracted(const Operands& node, const Activation& in, std::size_t axis,
                                const std::vector<float>& matrix, std::size_t outputs,
                                const std::vector<float>& biases) {
  const auto inputs = static_cast<std::size_t>(in.layout.extent(axis));
  node.require(inputs > 0 && outputs > 0, "contracts nothing");
  const Activation from = innermost(node, in, {axis});
  Learned learned;
  // Rows in the order in which the axis lies.
  const std::vector<std::size_t> rows = from.layout.origins(axis);
  learned.parameters.reserve(matrix.size() + biases.size());
  for (const std::size_t row : rows)
    learned.parameters.insert(learned.parameters.end(),
                              matrix.begin() + static_cast<std::ptrdiff_t>(row * outputs),
                              matrix.begin() + static_cast<std::ptrdiff_t>((row + 1) * outputs));
  learned.parameters.insert(learned.parameters.end(), biases.begin(), biases.end());
  learned.filters = {Filters::Order::last, outputs, matrix.size()};
  const std::size_t positions = static_cast<std::size_t>(in.layout.size()) / inputs;
  learned.multiply_adds = positions * matrix.size();
  const Layout layout = from.layout.with_innermost(axis, static_cast<std::int64_t>(outputs));
  const Type no_bias = generic("Bias", {{"false", {}, false}});

  if (positions == 1) {
    Type type = option("Dense", {outputs});
    if (biases.empty()) type.arguments.push_back(no_bias);
    return layer(node, viewed(node, from, {inputs}), type, {outputs}, layout, std::move(learned));
  }
  // At many positions: a convolution of one tap.
  Extents shape = this->shape(from);
  if (shape.size() < 2 || shape.size() > 4) shape = {positions, inputs};
  const Activation lying = viewed(node, from, shape);
  Type type = option("Conv" + std::to_string(shape.size() - 1) + "d", {outputs});
  type.arguments.push_back(option("Kernel", {1}));
  if (biases.empty()) type.arguments.push_back(no_bias);
  shape.back() = outputs;
  return layer(node, lying, type, shape, layout, std::move(learned));
}

Activation Lowering::repeated(const Operands& node, const Activation& in, const Dims& dims) {
  Activation out = in;
  // From the last, so that the first comes outermost.
  for (std::size_t axis = dims.size(); axis-- > 0;) {
    if (out.layout.extent(axis) == dims[axis]) continue;
    node.require(out.layout.extent(axis) == 1, "repeats what is no single number");
    // Around the outside: the value as one row of channels, drawn out.
    const std::size_t all = size_of(shape(out));
    const auto count = static_cast<std::size_t>(dims[axis]);
    std::vector<Layout::Piece> memory;
    Layout layout = out.layout.with_innermost(axis, dims[axis]);
    memory = layout.memory();
    std::rotate(memory.begin(), memory.end() - 1, memory.end());
    layout = layout.rearranged(memory);
    out =
        layer(node, viewed(node, out, {1, 1, all}), option("Resize2d", {count, 1}), {count, 1, all}, layout);
  }
  return out;
}

}  // namespace etch::generator
