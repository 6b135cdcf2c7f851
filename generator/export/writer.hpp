// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/graph.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace etch::generator {

/// An ONNX model in the making.
class Writer {
 public:
  /// The first axis of inputs and outputs is the batch; `batch` 0 leaves it open.
  Writer();
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  using Attributes = std::map<std::string, Attribute, std::less<>>;

  /// What nodes from here on are named after.
  void begin_layer(const std::string& layer) { layer_ = layer; }

  /// A node, and the name of its output.
  std::string node(const std::string& operation, const std::vector<std::string>& inputs,
                   const Attributes& attributes = {});
  /// Constants, by names of their own or, where they are part of how a layer is written, named after it.
  std::string constant(const std::string& name, const Dims& dims, const std::vector<float>& values);
  std::string number(double value);
  std::string integers(const std::vector<std::int64_t>& values);

  void add_input(const std::string& name, const Dims& dims);
  /// An output called `name` with what `value` is.
  void add_output(const std::string& name, const std::string& value, const Dims& dims);
  /// The batch can only be 1.
  void fix_batch();

  /// The model. Throws `Failure` if it is too large for a file of protobuf.
  std::string bytes(const std::string& name) const;

 private:
  struct Model;
  std::unique_ptr<Model> model_;
  std::string layer_;
  std::set<std::string> names_;
  std::map<std::string, std::string> renamed_;  ///< What became an output.

  std::string unused(const std::string& name);
};

}  // namespace etch::generator
