// SPDX-License-Identifier: MIT
#include <etch/io/npz.hpp>
#include <etch/io/safetensors.hpp>

#include <generator/emit/text.hpp>
#include <generator/export/weights_file.hpp>

namespace etch::generator {

std::vector<float> read_weights(const std::filesystem::path& file, const Description& network) {
  try {
    const std::string ending = file.extension().string();
    std::vector<float> numbers(network.number_count());
    if (ending == ".safetensors") {
      io::scatter(io::read_safetensors(file), network.tensors, numbers, file.string());
    } else if (ending == ".npz") {
      io::scatter(io::read_npz(file), network.tensors, numbers, file.string());
    } else {
      const std::string bytes = io::detail::bytes_of(file);
      if (bytes.size() != 4 * numbers.size())
        throw Failure(file.string() + ": has " + grouped(bytes.size()) +
                      " bytes, and the network's weights are " + grouped(4 * numbers.size()));
      numbers = io::detail::numbers_in(bytes, io::detail::Stored::float32);
    }
    return numbers;
  } catch (const io::ReadError& wrong) {
    throw Failure(wrong.what());
  }
}

std::string weights_as(const std::string& ending, const Description& network,
                       const std::vector<float>& numbers) {
  if (ending == ".bin") return io::detail::bytes_of(numbers);
  const auto tensors = io::gathered(network.tensors, numbers);
  try {
    return ending == ".npz" ? io::npz_bytes(tensors) : io::safetensors_bytes(tensors);
  } catch (const io::WriteError& wrong) {
    throw Failure(wrong.what());
  }
}

}  // namespace etch::generator
