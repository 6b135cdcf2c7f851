// SPDX-License-Identifier: MIT
#pragma once
#include <etch/io/tensor_place.hpp>

#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

// Tensors with names, as files of weights hold them.
namespace etch::io {

/// A file that is not what it should be, or does not fit the network. `what()` is one sentence.
class ReadError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct NamedTensor {
  std::string name;
  std::vector<std::size_t> shape;
  std::vector<float> values;  ///< Row after row.
};

namespace detail {

/// A tensor's name as a sentence may show it, whatever a file says.
inline std::string shown_name(std::string_view name) {
  std::string text = "'";
  for (const char c : name.substr(0, 80)) text += c >= ' ' && c <= '~' && c != '\'' ? c : '?';
  return text + (name.size() > 80 ? "...'" : "'");
}

inline std::string shape_text(const std::vector<std::size_t>& shape) {
  std::string text;
  for (const std::size_t extent : shape) text += (text.empty() ? "" : "x") + std::to_string(extent);
  return text.empty() ? "a number" : text;
}

/// A whole file.
inline std::string bytes_of(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    throw ReadError(path.string() + ": is a folder; give a file");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw ReadError(path.string() + ": cannot be opened: " + std::strerror(errno));
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) throw ReadError(path.string() + ": cannot be read");
  return bytes;
}

/// The unsigned number in `count` bytes, the least significant first.
inline std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t number = 0;
  for (std::size_t n = count; n-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[at + n]);
  return number;
}
inline void append_little_endian(std::string& bytes, std::uint64_t number, std::size_t count) {
  for (std::size_t n = 0; n < count; ++n) bytes += static_cast<char>(number >> (8 * n) & 255);
}

/// How numbers are stored.
enum class Stored { float16, bfloat16, float32, float64 };
inline std::size_t bytes_of_one(Stored stored) {
  return stored == Stored::float64 ? 8 : stored == Stored::float32 ? 4 : 2;
}

/// IEEE 754's half, as a float: exact.
inline float float_of_half(std::uint16_t half) {
  const std::uint32_t sign = std::uint32_t{half & 0x8000u} << 16;
  const std::uint32_t exponent = half >> 10 & 31u;
  const std::uint32_t fraction = half & 1023u;
  if (exponent == 0) {
    const float small = static_cast<float>(fraction) / 16777216.0f;  // 2^-24
    return sign != 0 ? -small : small;
  }
  const std::uint32_t widened = exponent == 31 ? 255 : exponent + 112;
  return std::bit_cast<float>(sign | widened << 23 | fraction << 13);
}

inline float number_at(std::string_view bytes, std::size_t n, Stored stored) {
  const std::size_t size = bytes_of_one(stored);
  const std::uint64_t bits = little_endian(bytes, n * size, size);
  switch (stored) {
    case Stored::float16:
      return float_of_half(static_cast<std::uint16_t>(bits));
    case Stored::bfloat16:
      return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
    case Stored::float32:
      return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    case Stored::float64:
      break;
  }
  return static_cast<float>(std::bit_cast<double>(bits));
}

inline std::vector<float> numbers_in(std::string_view bytes, Stored stored) {
  std::vector<float> values(bytes.size() / bytes_of_one(stored));
  for (std::size_t n = 0; n < values.size(); ++n) values[n] = number_at(bytes, n, stored);
  return values;
}
inline std::string bytes_of(const std::vector<float>& values) {
  std::string bytes;
  bytes.reserve(4 * values.size());
  for (const float value : values) append_little_endian(bytes, std::bit_cast<std::uint32_t>(value), 4);
  return bytes;
}

/// The product of extents that a file gives, unless it is more than `limit`.
inline bool count_within(const std::vector<std::size_t>& shape, std::size_t limit, std::size_t& count) {
  count = 1;
  for (const std::size_t extent : shape) {
    if (extent != 0 && count > limit / extent) return false;
    count *= extent;
  }
  return count <= limit;
}

}  // namespace detail

/// The tensors at these places of `values`, which are Parameters::values.
inline std::vector<NamedTensor> gathered(const std::vector<TensorPlace>& places,
                                         std::span<const float> values) {
  std::vector<NamedTensor> all;
  for (const TensorPlace& place : places) {
    NamedTensor tensor{place.name, place.shape, {}};
    tensor.values.reserve(place.size());
    place.for_each_place([&](std::size_t n) { tensor.values.push_back(values[n]); });
    all.push_back(std::move(tensor));
  }
  return all;
}

/// Puts tensors at their places in `values`. All must be there, with their shapes, and no others, or
/// `ReadError` is thrown and nothing is changed. `file` begins the sentence.
inline void scatter(const std::vector<NamedTensor>& tensors, const std::vector<TensorPlace>& places,
                    std::span<float> values, const std::string& file) {
  std::vector<const NamedTensor*> found;
  for (const TensorPlace& place : places) {
    const NamedTensor* match = nullptr;
    for (const NamedTensor& tensor : tensors)
      if (tensor.name == place.name) match = &tensor;
    if (match == nullptr) throw ReadError(file + ": has no tensor " + detail::shown_name(place.name));
    if (match->shape != place.shape)
      throw ReadError(file + ": the tensor " + detail::shown_name(place.name) + " is " +
                      detail::shape_text(match->shape) + ", and the network's is " +
                      detail::shape_text(place.shape));
    found.push_back(match);
  }
  for (const NamedTensor& tensor : tensors) {
    bool known = false;
    for (const TensorPlace& place : places) known = known || tensor.name == place.name;
    if (!known)
      throw ReadError(file + ": has a tensor " + detail::shown_name(tensor.name) +
                      ", which the network does not have");
  }
  for (std::size_t t = 0; t < places.size(); ++t) {
    std::size_t next = 0;
    places[t].for_each_place([&](std::size_t n) { values[n] = found[t]->values[next++]; });
  }
}

}  // namespace etch::io
