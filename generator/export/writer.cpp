// SPDX-License-Identifier: MIT
#include <onnx/onnx_pb.h>

#include <generator/export/writer.hpp>

#include <cstring>

namespace etch::generator {

namespace {

// LayerNormalization is of opset 17.
constexpr std::int64_t opset = 17;
constexpr std::int64_t ir_version = 8;

void set(onnx::AttributeProto& to, const Attribute& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    to.set_type(onnx::AttributeProto::INT);
    to.set_i(*number);
  } else if (const auto* real = std::get_if<float>(&value)) {
    to.set_type(onnx::AttributeProto::FLOAT);
    to.set_f(*real);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    to.set_type(onnx::AttributeProto::STRING);
    to.set_s(*text);
  } else if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&value)) {
    to.set_type(onnx::AttributeProto::INTS);
    for (const std::int64_t each : *numbers) to.add_ints(each);
  }
}

void set_type(onnx::ValueInfoProto& to, const std::string& name, const Dims& dims) {
  to.set_name(name);
  auto* type = to.mutable_type()->mutable_tensor_type();
  type->set_elem_type(onnx::TensorProto::FLOAT);
  type->mutable_shape()->add_dim()->set_dim_param("N");
  for (const std::int64_t extent : dims) type->mutable_shape()->add_dim()->set_dim_value(extent);
}

}  // namespace

struct Writer::Model {
  onnx::ModelProto proto;
};

Writer::Writer() : model_(std::make_unique<Model>()) {
  model_->proto.set_ir_version(ir_version);
  model_->proto.set_producer_name("etch");
  auto* import = model_->proto.add_opset_import();
  import->set_domain("");
  import->set_version(opset);
}
Writer::~Writer() = default;

std::string Writer::unused(const std::string& name) {
  std::string made = name;
  for (int n = 2; !names_.insert(made).second; ++n) made = name + "_" + std::to_string(n);
  return made;
}

std::string Writer::node(const std::string& operation, const std::vector<std::string>& inputs,
                         const Attributes& attributes) {
  const std::string output = unused(layer_ + "/" + operation);
  auto* node = model_->proto.mutable_graph()->add_node();
  node->set_op_type(operation);
  node->set_name(output);
  for (const std::string& input : inputs) node->add_input(input);
  node->add_output(output);
  for (const auto& [name, value] : attributes) {
    auto* attribute = node->add_attribute();
    attribute->set_name(name);
    set(*attribute, value);
  }
  return output;
}

std::string Writer::constant(const std::string& name, const Dims& dims, const std::vector<float>& values) {
  auto* tensor = model_->proto.mutable_graph()->add_initializer();
  tensor->set_name(unused(name));
  tensor->set_data_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t extent : dims) tensor->add_dims(extent);
  std::string bytes(values.size() * sizeof(float), '\0');
  if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  tensor->set_raw_data(bytes);
  return tensor->name();
}

std::string Writer::number(double value) {
  return constant(layer_ + "/number", {}, {static_cast<float>(value)});
}

std::string Writer::integers(const std::vector<std::int64_t>& values) {
  auto* tensor = model_->proto.mutable_graph()->add_initializer();
  tensor->set_name(unused(layer_ + "/integers"));
  tensor->set_data_type(onnx::TensorProto::INT64);
  tensor->add_dims(static_cast<std::int64_t>(values.size()));
  for (const std::int64_t value : values) tensor->add_int64_data(value);
  return tensor->name();
}

void Writer::add_input(const std::string& name, const Dims& dims) {
  set_type(*model_->proto.mutable_graph()->add_input(), unused(name), dims);
}

void Writer::add_output(const std::string& name, const std::string& made_by, const Dims& dims) {
  const auto known = renamed_.find(made_by);
  const std::string value = known == renamed_.end() ? made_by : known->second;
  auto& graph = *model_->proto.mutable_graph();
  const std::string output = unused(name);
  set_type(*graph.add_output(), output, dims);
  // What some node makes is called that; an input, or what is an output already, is passed on.
  bool is_port = false;
  for (const auto& port : graph.input()) is_port = is_port || port.name() == value;
  for (const auto& port : graph.output()) is_port = is_port || port.name() == value;
  if (is_port) {
    auto* node = graph.add_node();
    node->set_op_type("Identity");
    node->set_name(output + "/Identity");
    node->add_input(value);
    node->add_output(output);
    return;
  }
  renamed_[value] = output;
  for (auto& node : *graph.mutable_node()) {
    for (auto& input : *node.mutable_input())
      if (input == value) input = output;
    for (auto& made : *node.mutable_output())
      if (made == value) made = output;
  }
}

void Writer::fix_batch() {
  auto& graph = *model_->proto.mutable_graph();
  for (auto* ports : {graph.mutable_input(), graph.mutable_output()})
    for (auto& port : *ports)
      port.mutable_type()->mutable_tensor_type()->mutable_shape()->mutable_dim(0)->set_dim_value(1);
}

std::string Writer::bytes(const std::string& name) const {
  model_->proto.mutable_graph()->set_name(name);
  constexpr std::size_t largest = 0x7fffffff;
  if (model_->proto.ByteSizeLong() > largest)
    throw Failure("the model is larger than 2 GB, and protobuf's files are not; export it as .safetensors");
  return model_->proto.SerializeAsString();
}

}  // namespace etch::generator
