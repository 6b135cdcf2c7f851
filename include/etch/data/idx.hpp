// SPDX-License-Identifier: MIT
#pragma once
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace etch::data {

/// A file that is not what it should be. `what()` is one sentence: which file, what is wrong, what to do.
class DataError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Grey images of one size, and what each shows.
struct LabelledImages {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::uint8_t> pixels;  ///< Image after image, row after row.
  std::vector<std::uint8_t> labels;

  std::size_t count() const { return labels.size(); }
  std::span<const std::uint8_t> image(std::size_t n) const {
    return std::span(pixels).subspan(n * rows * columns, rows * columns);
  }
  std::size_t label(std::size_t n) const { return labels[n]; }
};

namespace detail {

/// A file, plain or gzip'd: zlib reads both.
class Reader {
 public:
  explicit Reader(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code error;
    if (std::filesystem::is_directory(path_, error)) fail("is a folder; give a file");
    file_.reset(gzopen(path_.c_str(), "rb"));
    if (!file_) fail(std::string("cannot be opened: ") + std::strerror(errno));
  }

  [[noreturn]] void fail(const std::string& what) const { throw DataError(path_.string() + ": " + what); }

  /// Up to `size` bytes; fewer only at the end of the file.
  std::size_t read(std::uint8_t* to, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
      const auto part = static_cast<unsigned>(std::min<std::size_t>(size - done, 1 << 20));
      const int got = gzread(file_.get(), to + done, part);
      if (got < 0) fail_read();
      done += static_cast<std::size_t>(got);
      bytes_read_ += static_cast<std::uint64_t>(got);
      if (static_cast<unsigned>(got) < part) {
        int code = Z_OK;
        gzerror(file_.get(), &code);
        if (code != Z_OK && code != Z_STREAM_END) fail_read();
        break;
      }
    }
    return done;
  }

  std::uint32_t big_endian(std::string_view name) {
    std::uint8_t bytes[4];
    if (read(bytes, 4) != 4)
      fail("ends within its header, before its " + std::string(name) + "; fetch it again");
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 |
           bytes[3];
  }

  /// The `size` bytes that the header promises, and not one more. Memory grows with what is there, not with
  /// what is promised.
  std::vector<std::uint8_t> rest(std::uint64_t size) {
    std::vector<std::uint8_t> bytes;
    while (bytes.size() < size) {
      const std::size_t before = bytes.size();
      const std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(size - before, 1 << 22));
      bytes.resize(before + part);
      const std::size_t got = read(bytes.data() + before, part);
      if (got < part)
        fail("is truncated: its header promises " + std::to_string(size) + " bytes of data, " +
             std::to_string(before + got) + " are there; fetch it again");
    }
    std::uint8_t more = 0;
    if (read(&more, 1) != 0)
      fail("has more data than the " + std::to_string(size) +
           " bytes that its header promises; fetch it again");
    check_trailer();
    return bytes;
  }

 private:
  struct Close {
    void operator()(gzFile_s* file) const { gzclose(file); }
  };
  std::filesystem::path path_;
  std::unique_ptr<gzFile_s, Close> file_;
  std::uint64_t bytes_read_ = 0;

  /// A gzip file ends with a checksum and its unpacked length. zlib verifies them where they are there, and
  /// does not miss them where the file was cut within.
  void check_trailer() {
    if (gzdirect(file_.get()) != 0) return;
    std::ifstream raw(path_, std::ios::binary);
    raw.seekg(-4, std::ios::end);
    std::uint32_t length = 0;
    for (int shift = 0; shift < 32; shift += 8)
      length |= static_cast<std::uint32_t>(raw.get() & 0xff) << shift;
    if (!raw || length != static_cast<std::uint32_t>(bytes_read_))
      fail("is truncated: its gzip trailer is not whole; fetch it again");
  }

  [[noreturn]] void fail_read() const {
    int code = Z_OK;
    const char* text = gzerror(file_.get(), &code);
    fail("cannot be read: " + (code == Z_ERRNO ? std::string(std::strerror(errno)) : std::string(text)) +
         "; fetch it again");
  }
};

inline constexpr std::uint32_t image_magic = 2051;
inline constexpr std::uint32_t label_magic = 2049;

inline void check_magic(Reader& file, std::uint32_t expected, std::string_view kind) {
  const std::uint32_t magic = file.big_endian("magic number");
  if (magic == expected) return;
  std::string what = "is no IDX file of " + std::string(kind) + ": its magic number is " +
                     std::to_string(magic) + ", not " + std::to_string(expected);
  if (magic == image_magic) what += "; that is a file of images";
  if (magic == label_magic) what += "; that is a file of labels";
  file.fail(what);
}

}  // namespace detail

/// Reads images and labels from IDX files, the format of MNIST (big-endian header 2051, count, rows, columns
/// or 2049, count, then bytes), plain or gzip'd. Labels must be below `classes`. Throws `DataError`.
inline LabelledImages load_idx(const std::filesystem::path& images, const std::filesystem::path& labels,
                               std::size_t classes = 256) {
  LabelledImages set;
  detail::Reader image_file(images);
  detail::check_magic(image_file, detail::image_magic, "images");
  const std::uint64_t count = image_file.big_endian("count");
  const std::uint64_t rows = image_file.big_endian("rows");
  const std::uint64_t columns = image_file.big_endian("columns");
  if (count == 0 || rows == 0 || columns == 0)
    image_file.fail("holds nothing: " + std::to_string(count) + " images of " + std::to_string(rows) + "x" +
                    std::to_string(columns));
  if (rows > 65536 || columns > 65536 || count > (std::uint64_t{1} << 62) / (rows * columns))
    image_file.fail("has an impossible header: " + std::to_string(count) + " images of " +
                    std::to_string(rows) + "x" + std::to_string(columns));

  detail::Reader label_file(labels);
  detail::check_magic(label_file, detail::label_magic, "labels");
  const std::uint64_t label_count = label_file.big_endian("count");
  if (label_count != count)
    label_file.fail("has " + std::to_string(label_count) + " labels, but " + images.string() + " has " +
                    std::to_string(count) + " images; the two must belong together");

  set.rows = static_cast<std::size_t>(rows);
  set.columns = static_cast<std::size_t>(columns);
  set.labels = label_file.rest(label_count);
  for (std::size_t n = 0; n < set.labels.size(); ++n)
    if (set.labels[n] >= classes)
      label_file.fail("label " + std::to_string(n) + " is " + std::to_string(set.labels[n]) +
                      ", but there are only " + std::to_string(classes) + " classes");
  set.pixels = image_file.rest(count * rows * columns);
  return set;
}

/// Reads the part of a dataset that MNIST calls `part` ("train", "t10k", "test") from a folder:
/// `part`-images-idx3-ubyte and `part`-labels-idx1-ubyte, or the same with .gz. Throws `DataError`.
inline LabelledImages load_part(const std::filesystem::path& folder, const std::string& part,
                                std::size_t classes = 10) {
  const auto find = [&](const std::string& name) {
    for (const char* ending : {"", ".gz"}) {
      std::error_code error;
      if (std::filesystem::exists(folder / (name + ending), error)) return folder / (name + ending);
    }
    throw DataError((folder / name).string() +
                    ": there is no such file, nor one with .gz; give the folder that holds it");
  };
  const auto images = find(part + "-images-idx3-ubyte");
  return load_idx(images, find(part + "-labels-idx1-ubyte"), classes);
}

/// Grey levels 0 to `maximum` as numbers 0 to 1; `to` is as large as `image`.
inline void to_unit(std::span<const std::uint8_t> image, float maximum, std::span<float> to) {
  for (std::size_t n = 0; n < to.size(); ++n) to[n] = static_cast<float>(image[n]) / maximum;
}

}  // namespace etch::data
