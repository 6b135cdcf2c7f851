// SPDX-License-Identifier: MIT
#pragma once
#include <etch/io/named_tensors.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// numpy's format of one array (numpy.lib.format): a dictionary in Python's syntax, then the numbers.
namespace etch::io {
namespace detail {

/// What follows 'key': in the dictionary, up to the comma or bracket that ends it; nothing if it is not
/// there.
inline std::string_view npy_entry(std::string_view header, std::string_view key) {
  const std::size_t at = header.find(key);
  if (at == std::string_view::npos) return {};
  header.remove_prefix(at + key.size());
  const std::size_t begin = header.find_first_not_of(" :");
  if (begin == std::string_view::npos) return {};
  header.remove_prefix(begin);
  return header.substr(0, header.find_first_of(header.starts_with("(") ? ")" : ",}"));
}

/// The numbers of a tuple such as (3, 4, ; false for anything else.
inline bool npy_extents(std::string_view tuple, std::vector<std::size_t>& extents) {
  if (!tuple.starts_with('(')) return false;
  constexpr std::size_t largest = std::size_t{1} << 40;
  bool inside = false;
  for (const char c : tuple.substr(1)) {
    if (c >= '0' && c <= '9') {
      if (!inside) extents.push_back(0);
      inside = true;
      extents.back() = 10 * extents.back() + static_cast<std::size_t>(c - '0');
      if (extents.back() > largest) return false;
    } else if (c == ',' || c == ' ') {
      inside = false;
    } else {
      return false;
    }
  }
  return true;
}

/// Numbers that lie column after column, row after row.
inline std::vector<float> row_major(const std::vector<float>& values, const std::vector<std::size_t>& shape) {
  TensorPlace place{"", shape, 0, {}};
  std::size_t stride = 1;
  for (const std::size_t extent : shape) {
    place.strides.push_back(stride);
    stride *= extent;
  }
  std::vector<float> ordered;
  ordered.reserve(values.size());
  place.for_each_place([&](std::size_t n) { ordered.push_back(values[n]); });
  return ordered;
}

}  // namespace detail

/// The array in the bytes of an .npy file, of half, single or double precision, least significant byte first.
/// Throws `ReadError`; `file` begins the sentence.
inline NamedTensor parse_npy(std::string_view bytes, const std::string& file) {
  const auto fail = [&](const char* what) -> void { throw ReadError(file + ": " + what); };
  if (bytes.size() < 12 || bytes.substr(0, 6) != "\x93NUMPY") fail("is no .npy file");
  const bool first_version = bytes[6] == 1;
  const std::size_t begin = first_version ? 10 : 12;
  const std::size_t length = detail::little_endian(bytes, 8, first_version ? 2 : 4);
  if (length > bytes.size() - begin) fail("ends in its header");
  const std::string_view header = bytes.substr(begin, length);
  const std::string_view numbers = bytes.substr(begin + length);

  NamedTensor array;
  if (!detail::npy_extents(detail::npy_entry(header, "'shape'"), array.shape)) fail("is no .npy file");
  const std::string_view type = detail::npy_entry(header, "'descr'");
  detail::Stored stored = detail::Stored::float32;
  if (type == "'<f8'")
    stored = detail::Stored::float64;
  else if (type == "'<f2'")
    stored = detail::Stored::float16;
  else if (type != "'<f4'")
    fail("is not of floats or doubles");
  std::size_t count = 0;
  if (!detail::count_within(array.shape, numbers.size(), count) ||
      numbers.size() != count * detail::bytes_of_one(stored))
    fail("is not as long as its shape says");
  array.values = detail::numbers_in(numbers, stored);
  if (detail::npy_entry(header, "'fortran_order'").starts_with("True"))
    array.values = detail::row_major(array.values, array.shape);
  return array;
}

/// The bytes of an .npy file.
inline std::string npy_bytes(const NamedTensor& array) {
  std::string shape;
  for (const std::size_t extent : array.shape) shape += (shape.empty() ? "" : ", ") + std::to_string(extent);
  if (array.shape.size() == 1) shape += ',';
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
  // numpy wants the numbers to begin at a multiple of 64.
  while ((10 + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  std::string bytes = "\x93NUMPY";
  bytes += '\1';
  bytes += '\0';
  detail::append_little_endian(bytes, header.size(), 2);
  return bytes + header + detail::bytes_of(array.values);
}

}  // namespace etch::io
