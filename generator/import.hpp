// SPDX-License-Identifier: MIT
#pragma once
#include <generator/lower/lower.hpp>
#include <generator/onnx/read.hpp>
#include <generator/structure/expression.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace etch::generator {

/// A model as a network: all that is written of it.
struct Network {
  std::string name;   ///< Of the type; a C++ identifier.
  std::string model;  ///< The file's name, as it may stand in a comment.
  Lowered lowered;
  Expression body;

  const Layer& layer(std::size_t n) const { return lowered.graph.layers[n]; }
  const Extents& input_shape() const { return layer(0).shape; }
  const Extents& output_shape() const { return layer(lowered.graph.output).shape; }
  std::size_t parameter_count() const;
  std::size_t statistic_count() const;
  std::size_t multiply_adds() const;
  /// All learned numbers, then the statistics: what etch::Parameters holds.
  std::vector<float> weights() const;
};

struct ImportOptions {
  ReadOptions reading;
  std::string name;  ///< Empty: made from the file's name.
  /// Not to be trained any more: statistics become scales, which go into weights where they can.
  bool inference_only = false;
};

/// Reads a model and makes a network of it. Throws `Refusal` or `Failure`.
Network import_model(const std::filesystem::path& file, const ImportOptions& options = {});

/// The same of a graph that was read. Sets all of the network but what it is called after.
Network network_of(Graph graph, bool inference_only = false);

/// Whether `name` may be the name of a type: letters, digits and single underscores, no word
/// of C++, nothing that C's headers declare (size_t, SIZE_MAX, random), and no header of C or of its
/// library in small letters.
bool is_type_name(const std::string& name);

}  // namespace etch::generator
