// SPDX-License-Identifier: MIT
#include <etch/io/npy.hpp>

#include <generator/verify/npy.hpp>

namespace etch::generator {

Tensor read_npy(const std::filesystem::path& path) {
  try {
    io::NamedTensor array = io::parse_npy(io::detail::bytes_of(path), path.string());
    return Tensor::of_reals({array.shape.begin(), array.shape.end()}, std::move(array.values));
  } catch (const io::ReadError& wrong) {
    throw Failure(wrong.what());
  }
}

}  // namespace etch::generator
