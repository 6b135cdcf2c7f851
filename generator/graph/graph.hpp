// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/tensor.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace etch::generator {

/// Attributes of kinds that no operator here takes are `Unknown`: an error only where one is asked for.
struct Unknown {};
using Attribute = std::variant<Unknown, std::int64_t, float, std::string, std::vector<std::int64_t>,
                               std::vector<float>, std::shared_ptr<const Tensor>>;

/// A node of a branch of an If is there only if that condition comes out so.
struct Guard {
  std::string condition;
  bool wanted = true;
};

struct Node {
  std::string operation;
  std::string name;
  std::vector<std::string> inputs;  ///< Names of values; empty: not given.
  std::vector<std::string> outputs;
  std::map<std::string, Attribute, std::less<>> attributes;
  std::vector<Guard> guards{};  ///< The outer ones first.

  /// How sentences call it: Conv 'conv1', or Conv 'made by conv1's output' where it has no name.
  std::string label() const {
    std::string text = shown(operation);
    if (!name.empty()) return text + " '" + shown(name) + "'";
    for (const std::string& output : outputs)
      if (!output.empty()) return text + " that makes '" + shown(output) + "'";
    return text;
  }
};

/// An input or an output of the model.
struct Port {
  std::string name;
  Dims dims;  ///< The batch is 1 where the model leaves it open.
};

/// A model as it is computed: nodes in an order in which each comes after those that make its inputs.
/// Every value is an input, a constant or the output of one node.
struct Graph {
  std::vector<Node> nodes;
  std::map<std::string, std::shared_ptr<const Tensor>, std::less<>> constants;
  std::map<std::string, Dims, std::less<>> dims;  ///< Of the values that depend on the input.
  Port input;
  std::vector<std::string> outputs;
  std::int64_t opset = 0;

  const Tensor* constant(std::string_view value) const {
    const auto found = constants.find(value);
    return found == constants.end() ? nullptr : found->second.get();
  }
  bool is_output(std::string_view value) const {
    for (const std::string& output : outputs)
      if (output == value) return true;
    return false;
  }
  /// How many nodes read `value`; each of several inputs of one node counts, and so does an output of the
  /// model.
  std::size_t readers(std::string_view value) const {
    std::size_t count = is_output(value) ? 1 : 0;
    for (const Node& node : nodes)
      for (const std::string& read : node.inputs) count += read == value ? 1 : 0;
    return count;
  }
  /// The node that makes `value`; nullptr for inputs and constants.
  const Node* maker(std::string_view value) const {
    for (const Node& node : nodes)
      for (const std::string& output : node.outputs)
        if (output == value) return &node;
    return nullptr;
  }
};

}  // namespace etch::generator
