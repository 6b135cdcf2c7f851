// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/graph.hpp>

#include <filesystem>
#include <optional>

namespace onnx {
class ModelProto;
}

namespace etch::generator {

struct ReadOptions {
  std::optional<Dims> input_dims;  ///< Instead of what the model says, or leaves open.
  std::string output;              ///< Which, where the model has several.
};

/// Reads a model of ONNX's own operators, opsets 7 to 22: one input of floating-point numbers, one output
/// or that which is named.
/// Throws `Failure` if the file cannot be read and `Refusal` if it is no such model. All that is taken from
/// the file has been checked: every name refers to something, no tensor is longer or shorter than its extents
/// say, no value depends on itself.
Graph read_model(const std::filesystem::path& file, const ReadOptions& options = {});

/// The same of a model in memory; `folder` is where its external data would lie.
Graph read_model(const onnx::ModelProto& model, const std::filesystem::path& folder,
                 const ReadOptions& options = {});

}  // namespace etch::generator
