// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/graph.hpp>

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace etch::generator {

/// Questions that patterns ask of a graph that does not change meanwhile.
class Matcher {
 public:
  explicit Matcher(const Graph& graph) : graph_(graph) {
    for (const Node& node : graph.nodes) {
      for (const std::string& output : node.outputs) maker_[output] = &node;
      for (const std::string& input : node.inputs) {
        ++readers_[input];
        reader_[input] = &node;
      }
    }
    for (const std::string& output : graph.outputs) ++readers_[output];
  }

  const Graph& graph() const { return graph_; }
  /// The node that makes a value, if it is of that operator; else nullptr.
  const Node* maker(const std::string& value, std::string_view operation) const {
    const auto found = maker_.find(value);
    return found != maker_.end() && found->second->operation == operation ? found->second : nullptr;
  }
  /// The only node that reads a value, which is no output; else nullptr.
  const Node* only_reader(const std::string& value) const {
    const auto count = readers_.find(value);
    const auto found = reader_.find(value);
    return count != readers_.end() && count->second == 1 && found != reader_.end() ? found->second : nullptr;
  }
  std::size_t readers(const std::string& value) const {
    const auto found = readers_.find(value);
    return found == readers_.end() ? 0 : found->second;
  }

  /// The number, if a value is a constant of one real number.
  std::optional<double> number(const std::string& value) const {
    const Tensor* tensor = graph_.constant(value);
    if (tensor == nullptr || tensor->size() != 1 || !tensor->is_real()) return std::nullopt;
    return tensor->number(0);
  }
  bool is_number(const std::string& value, double wanted) const {
    const auto found = number(value);
    return found && std::abs(*found - wanted) <= 1e-5 * std::abs(wanted);
  }

  /// Of a node of two inputs that commute: the other one, if one is `value`.
  static const std::string* other(const Node& node, const std::string& value) {
    if (node.inputs.size() != 2) return nullptr;
    if (node.inputs[0] == value) return &node.inputs[1];
    if (node.inputs[1] == value) return &node.inputs[0];
    return nullptr;
  }
  /// Of such a node that combines a value with that number: the value.
  const std::string* beside(const Node& node, double wanted) const {
    if (node.inputs.size() != 2) return nullptr;
    if (is_number(node.inputs[1], wanted)) return &node.inputs[0];
    if (is_number(node.inputs[0], wanted)) return &node.inputs[1];
    return nullptr;
  }

 private:
  const Graph& graph_;
  std::map<std::string, const Node*, std::less<>> maker_;
  std::map<std::string, std::size_t, std::less<>> readers_;
  std::map<std::string, const Node*, std::less<>> reader_;
};

/// A node to put in the place of the one that makes `node.outputs[0]`.
using Match = std::optional<Node>;

Match match_activation(const Matcher& matcher, const Node& last);
Match match_layer_norm(const Matcher& matcher, const Node& last);
Match match_group_norm(const Matcher& matcher, const Node& last);
Match match_local_response(const Matcher& matcher, const Node& last);
Match match_padded(const Matcher& matcher, const Node& last);

}  // namespace etch::generator
