// SPDX-License-Identifier: MIT
#pragma once
#include <generator/export/description.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace etch::generator {

/// The numbers of a file, in the order of etch::Parameters: .safetensors, .npz, or for any other ending bytes
/// as they lie in memory. Throws `Failure` if the file is not that, or is another network's.
std::vector<float> read_weights(const std::filesystem::path& file, const Description& network);

/// The bytes of such a file; `ending` is ".safetensors", ".npz" or ".bin".
std::string weights_as(const std::string& ending, const Description& network,
                       const std::vector<float>& numbers);

}  // namespace etch::generator
