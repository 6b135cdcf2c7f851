// SPDX-License-Identifier: MIT
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/stubs/logging.h>
#include <onnx/onnx_pb.h>

#include <generator/graph/order.hpp>
#include <generator/onnx/read.hpp>
#include <generator/onnx/tensor.hpp>

#include <fstream>
#include <limits>
#include <set>

namespace etch::generator {
namespace {

constexpr std::int64_t first_opset = 7;
constexpr std::int64_t last_opset = 22;

std::int64_t opset_of(const onnx::ModelProto& model) {
  std::int64_t opset = 0;
  for (const auto& import : model.opset_import())
    if (import.domain().empty() || import.domain() == "ai.onnx") opset = import.version();
  if (opset < first_opset || opset > last_opset)
    throw Refusal("the model is of opset " + std::to_string(opset) + "; etch reads opsets " +
                  std::to_string(first_opset) + " to " + std::to_string(last_opset));
  return opset;
}

Attribute attribute_of(const onnx::AttributeProto& proto, const std::filesystem::path& folder,
                       const std::string& what) {
  switch (proto.type()) {
    case onnx::AttributeProto::INT:
      return proto.i();
    case onnx::AttributeProto::FLOAT:
      return proto.f();
    case onnx::AttributeProto::STRING:
      return proto.s();
    case onnx::AttributeProto::INTS:
      return std::vector<std::int64_t>(proto.ints().begin(), proto.ints().end());
    case onnx::AttributeProto::FLOATS:
      return std::vector<float>(proto.floats().begin(), proto.floats().end());
    case onnx::AttributeProto::TENSOR:
      return std::make_shared<const Tensor>(decode(proto.t(), folder, what));
    default:
      return Unknown{};
  }
}

Node node_of(const onnx::NodeProto& proto, const std::filesystem::path& folder) {
  Node node;
  node.operation = proto.op_type();
  node.name = proto.name();
  node.inputs.assign(proto.input().begin(), proto.input().end());
  node.outputs.assign(proto.output().begin(), proto.output().end());
  if (!proto.domain().empty() && proto.domain() != "ai.onnx")
    throw Refusal(node.label() + ": is an operator of '" + shown(proto.domain()) +
                  "', not of ONNX; export the model without it");
  for (const auto& attribute : proto.attribute())
    node.attributes[attribute.name()] =
        attribute_of(attribute, folder, node.label() + ": the attribute " + shown(attribute.name()));
  return node;
}

/// The graph that is read, or a branch of an If in it, whose nodes go to the others.
struct Scope {
  std::vector<Guard> guards;
  std::map<std::string, std::string, std::less<>> names;  ///< What values of branches are called outside.

  std::string outside(const std::string& name) const {
    const auto found = names.find(name);
    return found == names.end() ? name : found->second;
  }
};

void add_constants(Graph& graph, const onnx::GraphProto& proto, const std::filesystem::path& folder,
                   const Scope& scope) {
  for (const auto& initializer : proto.initializer()) {
    const std::string what = "the constant '" + shown(initializer.name()) + "'";
    if (initializer.name().empty()) throw Refusal("a constant has no name");
    auto tensor = std::make_shared<const Tensor>(decode(initializer, folder, what));
    if (!graph.constants.emplace(scope.outside(initializer.name()), std::move(tensor)).second)
      throw Refusal("there are two constants '" + shown(initializer.name()) + "'");
  }
  if (proto.sparse_initializer_size() != 0)
    throw Refusal("the model has sparse constants, which etch does not read");
}

void add_nodes(Graph& graph, const onnx::GraphProto& proto, const std::filesystem::path& folder,
               const Scope& scope);

/// The nodes of both branches, with names of their own, and their outputs as the If's further inputs.
void add_branches(Graph& graph, Node& node, const onnx::NodeProto& proto, const std::filesystem::path& folder,
                  const Scope& scope) {
  if (node.inputs.size() != 1 || node.outputs.empty()) throw Refusal(node.label() + ": has not one input");
  const std::string condition = node.inputs[0];
  for (const char* name : {"then_branch", "else_branch"}) {
    const onnx::GraphProto* branch = nullptr;
    for (const auto& attribute : proto.attribute())
      if (attribute.name() == name && attribute.has_g()) branch = &attribute.g();
    if (branch == nullptr || static_cast<std::size_t>(branch->output_size()) != node.outputs.size())
      throw Refusal(node.label() + ": has no " + name + " with as many outputs");
    Scope inner = scope;
    inner.guards.push_back({condition, name[0] == 't'});
    const std::string prefix = node.outputs[0] + "/" + name + "/";
    for (const auto& initializer : branch->initializer())
      inner.names[initializer.name()] = prefix + initializer.name();
    for (const auto& part : branch->node())
      for (const std::string& output : part.output())
        if (!output.empty()) inner.names[output] = prefix + output;
    add_constants(graph, *branch, folder, inner);
    add_nodes(graph, *branch, folder, inner);
    for (const auto& output : branch->output()) node.inputs.push_back(inner.outside(output.name()));
  }
}

void add_nodes(Graph& graph, const onnx::GraphProto& proto, const std::filesystem::path& folder,
               const Scope& scope) {
  for (const auto& part : proto.node()) {
    Node node = node_of(part, folder);
    for (std::string& input : node.inputs) input = scope.outside(input);
    for (std::string& output : node.outputs) output = scope.outside(output);
    node.guards = scope.guards;
    if (node.operation == "If") add_branches(graph, node, part, folder, scope);
    graph.nodes.push_back(std::move(node));
  }
}

Port input_of(const onnx::ValueInfoProto& proto, const ReadOptions& options) {
  Port port{proto.name(), {}};
  const std::string what = "the input '" + shown(proto.name()) + "'";
  if (!proto.type().has_tensor_type()) throw Refusal(what + " is no tensor");
  const auto& type = proto.type().tensor_type();
  const int element = type.elem_type();
  if (element != onnx::TensorProto::FLOAT && element != onnx::TensorProto::DOUBLE &&
      element != onnx::TensorProto::FLOAT16 && element != onnx::TensorProto::BFLOAT16)
    throw Refusal(what + " is not of floating-point numbers; export a model that takes float");
  if (options.input_dims) {
    port.dims = *options.input_dims;
    if (type.has_shape() && static_cast<std::size_t>(type.shape().dim_size()) != port.dims.size())
      throw Refusal(what + " has " + std::to_string(type.shape().dim_size()) + " axes and not the " +
                    std::to_string(port.dims.size()) + " of " + text_of(port.dims));
  } else {
    if (!type.has_shape()) throw Refusal(what + " has no shape; give it with --shape, as in 1x3x224x224");
    for (int axis = 0; axis < type.shape().dim_size(); ++axis) {
      const auto& extent = type.shape().dim(axis);
      const bool known = extent.has_dim_value() && extent.dim_value() > 0;
      if (!known && axis != 0)
        throw Refusal(what + " leaves the extent of axis " + std::to_string(axis) +
                      " open; give all with --shape, as in 1x3x224x224");
      port.dims.push_back(known ? extent.dim_value() : 1);
    }
  }
  const std::int64_t size = size_of(port.dims, what);
  if (size == 0) throw Refusal(what + " is empty");
  if (size > largest_value) throw Refusal(what + " of " + text_of(port.dims) + " numbers is too large");
  return port;
}

/// The name of the output that is wanted.
std::string output_of(const onnx::GraphProto& proto, const ReadOptions& options) {
  std::string names;
  for (const auto& output : proto.output()) {
    if (output.name() == options.output) return output.name();
    names += (names.empty() ? "'" : ", '") + shown(output.name()) + "'";
  }
  if (proto.output_size() == 0) throw Refusal("the model has no output");
  if (!options.output.empty())
    throw Refusal("the model has no output '" + shown(options.output) + "' but " + names);
  if (proto.output_size() != 1)
    throw Refusal("the model has " + std::to_string(proto.output_size()) + " outputs, " + names +
                  "; a network has one: choose it with --output-name");
  return proto.output(0).name();
}

/// No two things of one name, and every name made by something.
void check_names(const Graph& graph) {
  std::set<std::string, std::less<>> made{graph.input.name};
  for (const auto& [name, tensor] : graph.constants) made.insert(name);
  for (const Node& node : graph.nodes)
    for (const std::string& output : node.outputs)
      if (!output.empty() && !made.insert(output).second)
        throw Refusal(node.label() + ": makes '" + shown(output) + "', which there is already");
  for (const Node& node : graph.nodes)
    for (const std::string& input : node.inputs)
      if (!input.empty() && !made.contains(input))
        throw Refusal(node.label() + ": reads '" + shown(input) + "', which nothing makes");
  for (const std::string& output : graph.outputs)
    if (!made.contains(output)) throw Refusal("nothing makes the output '" + shown(output) + "'");
}

}  // namespace

Graph read_model(const onnx::ModelProto& model, const std::filesystem::path& folder,
                 const ReadOptions& options) {
  if (!model.has_graph()) throw Refusal("the model has no graph");
  const onnx::GraphProto& proto = model.graph();
  Graph graph;
  graph.opset = opset_of(model);

  add_constants(graph, proto, folder, {});

  // Up to IR version 3 constants are listed among the inputs too.
  std::vector<const onnx::ValueInfoProto*> inputs;
  for (const auto& input : proto.input())
    if (!graph.constants.contains(input.name())) inputs.push_back(&input);
  if (inputs.size() != 1)
    throw Refusal("the model has " + std::to_string(inputs.size()) +
                  " inputs that are not constants; a network has one");
  graph.input = input_of(*inputs[0], options);
  if (graph.input.name.empty()) throw Refusal("the input has no name");

  graph.outputs = {output_of(proto, options)};
  add_nodes(graph, proto, folder, {});
  check_names(graph);
  sort_nodes(graph);
  return graph;
}

Graph read_model(const std::filesystem::path& file, const ReadOptions& options) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    throw Failure(file.string() + ": there is no such file");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Failure(file.string() + ": cannot be opened");

  // What protobuf has to say is not for the user.
  google::protobuf::SetLogHandler(nullptr);
  google::protobuf::io::IstreamInputStream bytes(&stream);
  google::protobuf::io::CodedInputStream coded(&bytes);
  coded.SetTotalBytesLimit(std::numeric_limits<int>::max());
  onnx::ModelProto model;
  if (!model.ParseFromCodedStream(&coded) || !coded.ConsumedEntireMessage())
    throw Refusal("is no ONNX model, or a part of one");
  return read_model(model, file.parent_path(), options);
}

}  // namespace etch::generator
