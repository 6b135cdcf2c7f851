// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>

namespace onnx {
class TensorProto;
}

namespace etch::generator {

/// The `size` bytes of a tensor that lie in a file of their own. That file must be in `folder`, where the
/// model is, or below it: a model must not read what else is on the disk. Refuses paths that lead out, also
/// over symbolic links, and pieces that reach behind the file's end.
std::string external_data(const onnx::TensorProto& proto, const std::filesystem::path& folder,
                          std::size_t size, const std::string& what);

}  // namespace etch::generator
