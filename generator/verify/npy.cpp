// SPDX-License-Identifier: MIT
#include <generator/graph/fold.hpp>
#include <generator/verify/npy.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace etch::generator {
namespace {

/// What follows 'key': in the header's dictionary, up to a comma or bracket that ends it.
std::string_view entry(std::string_view header, std::string_view key, const std::string& file) {
  const std::size_t at = header.find(key);
  if (at == std::string_view::npos) throw Failure(file + ": is no .npy file");
  header.remove_prefix(at + key.size());
  header.remove_prefix(std::min(header.find_first_not_of(" :"), header.size()));

  return header.substr(0, header.find_first_of(header.starts_with("(") ? ")" : ",}"));
}

Dims dims_in(std::string_view tuple, const std::string& file) {
  Dims dims;
  std::int64_t number = -1;
  for (const char c : tuple) {
    if (c >= '0' && c <= '9') {
      number = (number < 0 ? 0 : number) * 10 + (c - '0');
      if (number > largest_size) throw Failure(file + ": is too large");
    } else if (number >= 0) {
      dims.push_back(number);
      number = -1;
    }
  }
  if (number >= 0) dims.push_back(number);
  return dims;
}

template <class T>
std::vector<float> floats(const std::string& bytes, std::size_t offset, std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t n = 0; n < count; ++n) {
    T value;
    std::memcpy(&value, bytes.data() + offset + n * sizeof(T), sizeof(T));
    values[n] = static_cast<float>(value);
  }
  return values;
}

}  // namespace

Tensor read_npy(const std::filesystem::path& path) {
  static_assert(std::endian::native == std::endian::little);
  const std::string file = path.string();
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw Failure(file + ": cannot be opened");
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (bytes.size() < 12 || bytes.substr(0, 6) != "\x93NUMPY") throw Failure(file + ": is no .npy file");
  const auto byte = [&](std::size_t n) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[n]));
  };
  const bool first_version = byte(6) == 1;
  const std::size_t begin = first_version ? 10 : 12;
  const std::size_t length =
      first_version ? byte(8) + 256 * byte(9) : byte(8) + 256 * (byte(9) + 256 * (byte(10) + 256 * byte(11)));
  if (length > bytes.size() - begin) throw Failure(file + ": ends in its header");
  const std::string_view header(bytes.data() + begin, length);

  const Dims dims = dims_in(entry(header, "'shape'", file), file);
  const std::string_view type = entry(header, "'descr'", file);
  const bool doubles = type.starts_with("'<f8'");
  if (!doubles && !type.starts_with("'<f4'")) throw Failure(file + ": is not of floats or doubles");
  const auto count = static_cast<std::size_t>(size_of(dims, file));
  if (bytes.size() - begin - length != count * (doubles ? 8 : 4))
    throw Failure(file + ": is not as long as its shape says");
  const std::size_t offset = begin + length;
  Tensor tensor = Tensor::of_reals(
      dims, doubles ? floats<double>(bytes, offset, count) : floats<float>(bytes, offset, count));
  if (entry(header, "'fortran_order'", file).starts_with("True")) {
    // Columns first: the transpose of what is meant.
    tensor.dims = {dims.rbegin(), dims.rend()};
    auto strides = strides_of(tensor.dims);
    std::reverse(strides.begin(), strides.end());
    tensor = strided(tensor, dims, 0, strides);
  }
  return tensor;
}

}  // namespace etch::generator
