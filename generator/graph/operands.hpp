// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/graph.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace etch::generator {

/// What a node works on, checked: every question it is asked is answered or refused with the node's name.
class Operands {
 public:
  Operands(const Graph& graph, const Node& node) : graph_(graph), node_(node) {}

  const Graph& graph() const { return graph_; }
  const Node& node() const { return node_; }
  std::int64_t opset() const { return graph_.opset; }
  [[noreturn]] void refuse(const std::string& sentence) const {
    throw Refusal(node_.label() + ": " + sentence);
  }
  void require(bool holds, const std::string& sentence) const {
    if (!holds) refuse(sentence);
  }

  /// Inputs that are given, up to the last one.
  std::size_t count() const { return node_.inputs.size(); }
  bool has(std::size_t input) const { return input < count() && !node_.inputs[input].empty(); }
  const std::string& name(std::size_t input) const;
  const std::string& output(std::size_t n = 0) const;
  /// Whether output `n` is made and read.
  bool uses_output(std::size_t n) const;

  /// Extents of an input, constant or not.
  const Dims& dims(std::size_t input) const;
  std::size_t rank(std::size_t input) const { return dims(input).size(); }
  bool is_constant(std::size_t input) const { return graph_.constant(name(input)) != nullptr; }
  /// An input that must be a constant.
  const Tensor& constant(std::size_t input) const;
  /// Whether all inputs that are given are constants.
  bool all_constant() const;
  /// The one input that is none; refuses if there are more.
  std::size_t only_variable() const;
  /// An input that must be a constant of integers, or of one number.
  std::vector<std::int64_t> integers(std::size_t input) const;
  std::vector<float> reals(std::size_t input) const;
  double number(std::size_t input) const;

  bool has_attribute(std::string_view name) const { return node_.attributes.contains(name); }
  std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
  float real(std::string_view name, float otherwise) const;
  std::string text(std::string_view name, const std::string& otherwise) const;
  std::optional<std::vector<std::int64_t>> integers(std::string_view name) const;
  std::optional<std::vector<float>> reals(std::string_view name) const;

  /// An axis of a value with `rank` axes, counted from the end if negative.
  std::size_t axis(std::int64_t given, std::size_t rank) const;
  std::vector<std::size_t> axes(const std::vector<std::int64_t>& given, std::size_t rank) const;
  /// Axes that are an attribute in old opsets and input `input` in new ones; nothing if they are not given.
  std::optional<std::vector<std::int64_t>> axes_of(std::string_view attribute, std::size_t input) const;

 private:
  const Graph& graph_;
  const Node& node_;

  /// nullptr if the attribute is not there; refuses one of another type.
  template <class T>
  const T* attribute(std::string_view name) const {
    const auto found = node_.attributes.find(name);
    if (found == node_.attributes.end()) return nullptr;
    const T* value = std::get_if<T>(&found->second);
    if (value == nullptr) refuse("the attribute " + shown(name) + " is of a wrong type");
    return value;
  }
};

/// The extents of two values combined element by element, as ONNX and numpy broadcast them.
Dims broadcast(const Dims& first, const Dims& second, const Operands& node);

}  // namespace etch::generator
