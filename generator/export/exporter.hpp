// SPDX-License-Identifier: MIT
#pragma once
#include <generator/export/description.hpp>
#include <generator/export/writer.hpp>

#include <map>
#include <string>
#include <vector>

namespace etch::generator {

/// A value of the network in the ONNX model. ONNX has channels second: (h, w, c) is (N, c, h, w), (n) is (N,
/// n).
struct Exported {
  std::string name;
  Extents shape;      ///< As etch has it.
  Extents flattened;  ///< Of a vector in ONNX's order, so not in etch's: the shape that it was before.

  std::size_t rank() const { return shape.size(); }
  std::size_t channels() const { return shape.back(); }
  std::size_t pixels() const { return size_of(shape) / channels(); }
};

/// What the functions that write layers share: the model, the weights, and how values change their order.
class Exporter {
 public:
  Exporter(Writer& writer, const Description& network, const std::vector<float>& numbers)
      : to(writer), network_(network), numbers_(numbers) {}

  Writer& to;
  bool needs_batch_of_one = false;

  using Step = Description::Step;

  /// The tensor "layer3.weight" in PyTorch's order; none if the layer has none of that name.
  bool has(const Step& step, const std::string& tensor) const;
  std::vector<float> numbers_of(const Step& step, const std::string& tensor) const;
  const io::TensorPlace& place_of(const Step& step, const std::string& tensor) const;
  /// The same as a constant of the model, with its own extents or others.
  std::string tensor(const Step& step, const std::string& name) const;
  std::string tensor(const Step& step, const std::string& name, const Dims& dims) const;

  /// (N, c, h, w) as (N, h, w, c), and back.
  std::string channels_last(const Exported& value) const;
  std::string channels_second(const std::string& value, std::size_t rank) const;
  /// The value in etch's order, where it is a flattened one in ONNX's.
  Exported restored(const Exported& value) const;
  std::string reshape(const std::string& value, const std::vector<std::int64_t>& extents) const;
  std::string transpose(const std::string& value, const std::vector<std::int64_t>& order) const;

  /// Extents without the batch, as ONNX has them.
  static Dims dims_of(const Extents& shape);
  /// The number of an axis of etch's shape in ONNX's.
  static std::int64_t axis_of(std::size_t axis, std::size_t rank);
  /// (c, 1, 1): one number for each channel of a value of that rank.
  static Dims channel_dims(std::size_t channels, std::size_t rank);

 private:
  const Description& network_;
  const std::vector<float>& numbers_;
};

/// Writes one step; the input is in etch's order. Returns the name of its output.
using WriteStep = std::string (*)(Exporter&, const Description::Step&, const Exported&,
                                  const Extents& output);
using StepWriters = std::map<std::string, WriteStep>;
// By operations' names.
void add_linear_steps(StepWriters& all);
void add_pool_steps(StepWriters& all);
void add_norm_steps(StepWriters& all);
void add_function_steps(StepWriters& all);
void add_place_steps(StepWriters& all);

/// The network with these weights as an ONNX model of opset 17. `channels_last`: its input and output lie as
/// etch has them, else channels come second. Throws `Refusal`, with the layer's name, for what ONNX has no
/// operator for.
std::string onnx_of(const Description& network, const std::vector<float>& numbers, const std::string& name,
                    bool channels_last);

}  // namespace etch::generator
