// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/tensor.hpp>

#include <filesystem>

namespace etch::generator {

/// Reads a numpy array of floats or doubles from an .npy file, in row-major order. Throws `Failure` for other
/// files.
Tensor read_npy(const std::filesystem::path& file);

}  // namespace etch::generator
