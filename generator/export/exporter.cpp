// SPDX-License-Identifier: MIT
#include <generator/export/exporter.hpp>

#include <stdexcept>

namespace etch::generator {

const io::TensorPlace& Exporter::place_of(const Step& step, const std::string& tensor) const {
  for (const io::TensorPlace& place : network_.tensors)
    if (place.name == step.layer + "." + tensor) return place;
  throw std::logic_error("etch: " + step.layer + " has no " + tensor);
}
bool Exporter::has(const Step& step, const std::string& tensor) const {
  for (const io::TensorPlace& place : network_.tensors)
    if (place.name == step.layer + "." + tensor) return true;
  return false;
}
std::vector<float> Exporter::numbers_of(const Step& step, const std::string& tensor) const {
  std::vector<float> values;
  place_of(step, tensor).for_each_place([&](std::size_t n) { values.push_back(numbers_.at(n)); });
  return values;
}
std::string Exporter::tensor(const Step& step, const std::string& name, const Dims& dims) const {
  return to.constant(step.layer + "." + name, dims, numbers_of(step, name));
}
std::string Exporter::tensor(const Step& step, const std::string& name) const {
  const auto& shape = place_of(step, name).shape;
  return tensor(step, name, {shape.begin(), shape.end()});
}

std::string Exporter::reshape(const std::string& value, const std::vector<std::int64_t>& extents) const {
  std::vector<std::int64_t> all{0};  // The batch, as it is.
  all.insert(all.end(), extents.begin(), extents.end());
  return to.node("Reshape", {value, to.integers(all)});
}
std::string Exporter::transpose(const std::string& value, const std::vector<std::int64_t>& order) const {
  return to.node("Transpose", {value}, {{"perm", order}});
}
std::string Exporter::channels_last(const Exported& value) const {
  if (value.rank() < 2) return value.name;
  std::vector<std::int64_t> order{0};
  for (std::size_t axis = 1; axis < value.rank(); ++axis)
    order.push_back(static_cast<std::int64_t>(axis) + 1);
  order.push_back(1);
  return transpose(value.name, order);
}
std::string Exporter::channels_second(const std::string& value, std::size_t rank) const {
  if (rank < 2) return value;
  std::vector<std::int64_t> order{0, static_cast<std::int64_t>(rank)};
  for (std::size_t axis = 1; axis < rank; ++axis) order.push_back(static_cast<std::int64_t>(axis));
  return transpose(value, order);
}
Exported Exporter::restored(const Exported& value) const {
  if (value.flattened.empty()) return value;
  const Dims dims = dims_of(value.flattened);
  const std::string image = reshape(value.name, dims);
  return {reshape(channels_last({image, value.flattened, {}}), {-1}), value.shape, {}};
}

Dims Exporter::dims_of(const Extents& shape) {
  Dims dims{static_cast<std::int64_t>(shape.back())};
  for (std::size_t axis = 0; axis + 1 < shape.size(); ++axis)
    dims.push_back(static_cast<std::int64_t>(shape[axis]));
  return dims;
}
std::int64_t Exporter::axis_of(std::size_t axis, std::size_t rank) {
  return axis + 1 == rank ? 1 : static_cast<std::int64_t>(axis) + 2;
}
Dims Exporter::channel_dims(std::size_t channels, std::size_t rank) {
  Dims dims(rank, 1);
  dims[0] = static_cast<std::int64_t>(channels);
  return dims;
}

namespace {

using Step = Description::Step;

/// Operations that take each number by itself, in whatever order.
bool keeps_order(const std::string& operation) {
  for (const char* name :
       {"identity", "relu", "relu6", "leaky_relu", "elu", "selu", "sigmoid", "tanh", "gelu", "gelu_tanh",
        "silu", "mish", "hard_swish", "hard_sigmoid", "softplus", "softsign", "thresholded_relu"})
    if (operation == name) return true;
  return false;
}

/// The same numbers under another shape.
Exported view(const Exporter& to, const Exported& value, const Extents& shape) {
  if (shape == value.shape) return {value.name, shape, value.flattened};
  if (shape.size() == 1) {
    const bool in_order = value.pixels() == 1 || value.channels() == 1;
    return {to.to.node("Flatten", {value.name}), shape, in_order ? Extents{} : value.shape};
  }
  const Exported own = to.restored(value);
  const std::vector<std::int64_t> extents(shape.begin(), shape.end());
  return {to.channels_second(to.reshape(to.channels_last(own), extents), shape.size()), shape, {}};
}

/// The fully connected layer: its weights take the order of a flattened image.
std::string dense(const Exporter& to, const Step& step, const Exported& value) {
  const auto& shape = to.place_of(step, "weight").shape;
  std::vector<float> weights = to.numbers_of(step, "weight");
  if (!value.flattened.empty()) {
    const std::size_t channels = value.flattened.back(), inputs = shape[1], pixels = inputs / channels;
    std::vector<float> ordered(weights.size());
    for (std::size_t row = 0; row < shape[0]; ++row)
      for (std::size_t pixel = 0; pixel < pixels; ++pixel)
        for (std::size_t c = 0; c < channels; ++c)
          ordered[row * inputs + c * pixels + pixel] = weights[row * inputs + pixel * channels + c];
    weights = std::move(ordered);
  }
  std::vector<std::string> inputs{
      value.name, to.to.constant(step.layer + ".weight", {shape.begin(), shape.end()}, weights)};
  if (to.has(step, "bias")) inputs.push_back(to.tensor(step, "bias"));
  return to.to.node("Gemm", inputs, {{"transB", std::int64_t{1}}});
}

std::string joined(const Exporter& to, const Step& step, const Exported& first, const Exported& second) {
  if (step.operation == "add") return to.to.node("Add", {first.name, second.name});
  std::string factor = second.name;
  if (second.rank() < first.rank())
    factor = to.reshape(factor, Exporter::channel_dims(second.channels(), first.rank()));
  return to.to.node("Mul", {first.name, factor});
}

class Whole {
 public:
  Whole(const Description& network, const std::vector<float>& numbers, bool channels_last)
      : network_(network), to_(writer_, network, numbers), channels_last_(channels_last) {
    values_.resize(network.values.size());
    parts_.resize(network.values.size());
  }

  std::string model(const std::string& name) {
    const Extents& input = network_.values[0];
    writer_.begin_layer("input");
    writer_.add_input("input", port_dims(input));
    values_[0] = {channels_last_ ? to_.channels_second("input", input.size()) : "input", input, {}};
    for (const Step& step : network_.steps) write(step);
    writer_.begin_layer("output");
    add_output("output", network_.output);
    for (const Description::Tap& tap : network_.taps) add_output(tap.name, tap.value);
    if (to_.needs_batch_of_one) writer_.fix_batch();
    return writer_.bytes(name);
  }

 private:
  const Description& network_;
  Writer writer_;
  Exporter to_;
  bool channels_last_;
  std::vector<Exported> values_;
  std::vector<std::vector<std::string>> parts_;  ///< Of values that are put together from branches.

  Dims port_dims(const Extents& shape) const {
    return channels_last_ ? Dims(shape.begin(), shape.end()) : Exporter::dims_of(shape);
  }
  void add_output(const std::string& name, std::size_t value) {
    const Exported whole = to_.restored(values_.at(value));
    writer_.add_output(name, channels_last_ ? to_.channels_last(whole) : whole.name, port_dims(whole.shape));
  }

  static const StepWriters& writers() {
    static const StepWriters all = [] {
      StepWriters table;
      add_linear_steps(table);
      add_pool_steps(table);
      add_norm_steps(table);
      add_function_steps(table);
      add_place_steps(table);
      return table;
    }();
    return all;
  }

  void write(const Step& step) {
    writer_.begin_layer(step.layer);
    Exported value = values_.at(step.inputs[0]);
    const Extents& shape = network_.values.at(step.output);
    Exported& made = values_[step.output];
    if (step.operation == "view") {
      made = view(to_, value, shape);
      return;
    }
    if (step.operation == "concat") {
      append(step, value, shape);
      return;
    }
    if (step.operation == "dense") {
      made = {dense(to_, step, value), shape, {}};
      return;
    }
    if (step.inputs.size() == 2) {
      made = {joined(to_, step, to_.restored(value), to_.restored(values_.at(step.inputs[1]))), shape, {}};
      return;
    }
    const auto known = writers().find(step.operation);
    if (known == writers().end())
      throw Refusal(step.layer + ", " + shown(step.name) + ": ONNX has no operator that computes it");
    const bool any_order = keeps_order(step.operation);
    if (!any_order) value = to_.restored(value);
    made = {known->second(to_, step, value, shape), shape, any_order ? value.flattened : Extents{}};
  }

  /// Branches come one by one; the last one ends the concatenation.
  void append(const Step& step, const Exported& branch, const Extents& shape) {
    auto& parts = parts_[step.output];
    parts.push_back(to_.restored(branch).name);
    Exported& made = values_[step.output];
    const std::size_t before = made.shape.empty() ? 0 : made.shape.back();
    made.shape = shape;
    made.shape.back() = before + branch.channels();
    if (made.shape.back() != shape.back()) return;
    made.name = parts.size() == 1 ? parts[0] : writer_.node("Concat", parts, {{"axis", std::int64_t{1}}});
  }
};

}  // namespace

std::string onnx_of(const Description& network, const std::vector<float>& numbers, const std::string& name,
                    bool channels_last) {
  return Whole(network, numbers, channels_last).model(name);
}

}  // namespace etch::generator
