// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/tensor.hpp>

#include <filesystem>
#include <string>

namespace onnx {
class TensorProto;
}

namespace etch::generator {

/// Decodes a tensor of a model: float, double, float16, bfloat16, integers of 8 to 64 bits and booleans,
/// packed or in fields of their type, or in a file beside the model, which lies in `folder`. Refuses, with
/// `what` in the sentence, other types, and data that are not as long as the extents say.
Tensor decode(const onnx::TensorProto& proto, const std::filesystem::path& folder, const std::string& what);

}  // namespace etch::generator
