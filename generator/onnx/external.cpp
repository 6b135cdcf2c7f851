// SPDX-License-Identifier: MIT
#include <onnx/onnx_pb.h>

#include <generator/onnx/external.hpp>
#include <generator/refusal.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <system_error>

namespace etch::generator {
namespace {

std::uint64_t number(const std::string& text, const std::string& what) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw Refusal(what + " gives '" + shown(text) + "' where a number of bytes belongs");
  return value;
}

/// Whether `file` is `folder` or lies below it; both without links and dots.
bool lies_in(const std::filesystem::path& file, const std::filesystem::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first == folder.end();
}

}  // namespace

std::string external_data(const onnx::TensorProto& proto, const std::filesystem::path& folder,
                          std::size_t size, const std::string& what) {
  std::string location;
  std::uint64_t offset = 0;
  std::uint64_t length = size;
  for (const auto& entry : proto.external_data()) {
    if (entry.key() == "location") location = entry.value();
    if (entry.key() == "offset") offset = number(entry.value(), what);
    if (entry.key() == "length") length = number(entry.value(), what);
  }
  if (location.empty()) throw Refusal(what + " lies in another file but does not say in which");
  if (length != size)
    throw Refusal(what + " has " + std::to_string(length) + " bytes in '" + shown(location) +
                  "' where its extents say " + std::to_string(size));

  std::error_code error;
  const auto root = std::filesystem::canonical(folder.empty() ? "." : folder, error);
  const auto file = error ? std::filesystem::path() : std::filesystem::canonical(root / location, error);
  if (error || !std::filesystem::is_regular_file(file, error))
    throw Refusal(what + " lies in '" + shown(location) + "', which is no file beside the model");
  if (std::filesystem::path(location).is_absolute() || !lies_in(file, root))
    throw Refusal(what + " lies in '" + shown(location) + "', which is outside of the model's folder");
  const std::uint64_t available = std::filesystem::file_size(file, error);
  if (error || offset > available || length > available - offset)
    throw Refusal(what + " reaches behind the end of '" + shown(location) + "'");

  std::ifstream stream(file, std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(offset));
  std::string bytes(size, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!stream) throw Refusal(what + " cannot be read from '" + shown(location) + "'");
  return bytes;
}

}  // namespace etch::generator
