// SPDX-License-Identifier: MIT
#pragma once
#include <etch/io/atomic_file.hpp>
#include <etch/io/npy.hpp>
#include <etch/io/tensors.hpp>
#include <etch/parameters.hpp>

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// numpy's format of several arrays: a ZIP archive (PKWARE's APPNOTE.TXT) of .npy files.
namespace etch::io {
namespace detail {

inline std::uint32_t checksum(std::string_view bytes) {
  uLong sum = crc32(0, nullptr, 0);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t part = std::min<std::size_t>(bytes.size() - at, 1u << 30);
    sum = crc32(sum, reinterpret_cast<const Bytef*>(bytes.data() + at), static_cast<uInt>(part));
    at += part;
  }
  return static_cast<std::uint32_t>(sum);
}

/// What zlib made without a header of its own, unpacked to exactly `size` bytes; false if it is not that.
inline bool inflated(std::string_view packed, std::size_t size, std::string& out) {
  constexpr std::size_t most = 0xffffffff;
  // Deflate packs no better than 1032 to 1: a size that a small file only claims is not reserved.
  if (packed.size() > most || size > most || size / 1032 > packed.size() + 16) return false;
  out.resize(size);
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return false;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(size);
  const int status = inflate(&stream, Z_FINISH);
  const bool whole = status == Z_STREAM_END && stream.avail_out == 0;
  inflateEnd(&stream);
  return whole;
}

/// One file of an archive, as its directory describes it.
struct ZipEntry {
  std::string_view name;
  std::size_t method = 0;
  std::uint32_t sum = 0;
  std::size_t packed = 0, size = 0, header = 0;
};

class Zip {
 public:
  Zip(std::string_view bytes, std::string file) : bytes_(bytes), file_(std::move(file)) {
    constexpr std::size_t end_size = 22;
    // The end of the directory is the last thing in the file but for a comment.
    std::size_t end = bytes.size() < end_size ? std::string_view::npos : bytes.rfind("PK\5\6");
    if (end == std::string_view::npos || bytes.size() - end < end_size)
      fail("is no .npz file: it has no directory at its end");
    const std::size_t count = number(end + 10, 2);
    std::size_t at = number(end + 16, 4);
    for (std::size_t n = 0; n < count; ++n) {
      require(at, 46, "PK\1\2");
      const std::size_t name = number(at + 28, 2), extra = number(at + 30, 2), comment = number(at + 32, 2);
      if (bytes.size() - at - 46 < name) fail("ends in its directory");
      entries.push_back({bytes.substr(at + 46, name), number(at + 10, 2),
                         static_cast<std::uint32_t>(number(at + 16, 4)), number(at + 20, 4),
                         number(at + 24, 4), number(at + 42, 4)});
      at += 46 + name + extra + comment;
    }
  }

  std::vector<ZipEntry> entries;

  std::string contents(const ZipEntry& entry) const {
    const std::string what = "the array " + shown_name(entry.name) + ' ';
    constexpr std::size_t elsewhere = 0xffffffff;
    if (entry.packed == elsewhere || entry.size == elsewhere || entry.header == elsewhere)
      fail(what + "is larger than 4 GB, which is not read");
    require(entry.header, 30, "PK\3\4");
    const std::size_t begin = entry.header + 30 + number(entry.header + 26, 2) + number(entry.header + 28, 2);
    if (begin > bytes_.size() || bytes_.size() - begin < entry.packed) fail(what + "ends before its end");
    const std::string_view packed = bytes_.substr(begin, entry.packed);
    std::string out;
    if (entry.method == 0 && entry.packed == entry.size)
      out = packed;
    else if (entry.method != 8)
      fail(what + "is packed in a way that numpy does not use");
    else if (!inflated(packed, entry.size, out))
      fail(what + "cannot be unpacked");
    if (checksum(out) != entry.sum) fail(what + "is damaged: its checksum is another");
    return out;
  }

 private:
  std::string_view bytes_;
  std::string file_;

  [[noreturn]] void fail(const std::string& what) const { throw ReadError(file_ + ": " + what); }
  std::size_t number(std::size_t at, std::size_t count) const { return little_endian(bytes_, at, count); }
  void require(std::size_t at, std::size_t size, std::string_view signature) const {
    if (at > bytes_.size() || bytes_.size() - at < size || bytes_.substr(at, 4) != signature)
      fail("is damaged: its directory leads nowhere");
  }
};

}  // namespace detail

/// All arrays of an .npz file, stored as by numpy.savez or packed as by numpy.savez_compressed. Throws
/// `ReadError`.
inline std::vector<NamedTensor> read_npz(const std::filesystem::path& path) {
  const std::string bytes = detail::bytes_of(path);
  const detail::Zip zip(bytes, path.string());
  std::vector<NamedTensor> all;
  for (const detail::ZipEntry& entry : zip.entries) {
    std::string_view name = entry.name;
    if (!name.ends_with(".npy"))
      throw ReadError(path.string() + ": holds " + detail::shown_name(name) + ", which is no array");
    name.remove_suffix(4);
    NamedTensor tensor =
        parse_npy(zip.contents(entry), path.string() + ": the array " + detail::shown_name(name));
    tensor.name = name;
    all.push_back(std::move(tensor));
  }
  return all;
}

/// The bytes of an .npz file, as numpy.savez writes it but for dates. The same tensors give the same bytes.
inline std::string npz_bytes(const std::vector<NamedTensor>& tensors) {
  std::string bytes, directory;
  const auto put = [](std::string& to, std::initializer_list<std::pair<std::size_t, std::size_t>> fields) {
    for (const auto& [number, count] : fields) detail::append_little_endian(to, number, count);
  };
  for (const NamedTensor& tensor : tensors) {
    const std::string name = tensor.name + ".npy";
    const std::string contents = npy_bytes(tensor);
    const std::size_t begin = bytes.size(), size = contents.size();
    if (begin + size > 0xfffffff0)
      throw WriteError("the weights are larger than 4 GB: .npz files hold no more");
    const std::size_t sum = detail::checksum(contents);
    // Version 2.0, stored, 1 January 1980.
    const auto common = [&](std::string& to) {
      put(to, {{20, 2},
               {0, 2},
               {0, 2},
               {0, 2},
               {33, 2},
               {sum, 4},
               {size, 4},
               {size, 4},
               {name.size(), 2},
               {0, 2}});
    };
    bytes += "PK\3\4";
    common(bytes);
    bytes += name + contents;
    directory += "PK\1\2";
    put(directory, {{20, 2}});
    common(directory);
    put(directory, {{0, 2}, {0, 2}, {0, 2}, {0, 4}, {begin, 4}});
    directory += name;
  }
  const std::size_t begin = bytes.size(), count = tensors.size();
  bytes += directory + "PK\5\6";
  put(bytes, {{0, 2}, {0, 2}, {count, 2}, {count, 2}, {directory.size(), 4}, {begin, 4}, {0, 2}});
  return bytes;
}

/// Writes a network's numbers as an .npz file, with the names of `tensors<Net>()`. Throws `WriteError`.
template <class Net>
void write_npz(const std::filesystem::path& path, const Parameters<Net>& parameters) {
  AtomicFile file(path);
  file.write(npz_bytes(gathered(tensors<Net>(), {parameters.values, Parameters<Net>::size})));
  file.commit();
}

/// Reads them from one. Throws `ReadError`, and then `parameters` are as they were.
template <class Net>
void read_npz(const std::filesystem::path& path, Parameters<Net>& parameters) {
  scatter(read_npz(path), tensors<Net>(), {parameters.values, Parameters<Net>::size}, path.string());
}

}  // namespace etch::io
