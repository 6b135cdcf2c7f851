// SPDX-License-Identifier: MIT
#pragma once
#include <etch/io/atomic_file.hpp>
#include <etch/io/json_string.hpp>
#include <etch/io/named_tensors.hpp>
#include <etch/io/tensors.hpp>
#include <etch/parameters.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Hugging Face's format of tensors (github.com/huggingface/safetensors): the length of a header, 8 bytes; the
// header, JSON that gives each tensor's type, shape and place; the numbers.
namespace etch::io {
namespace detail {

/// Reads the header, of which only what it may hold is JSON here: objects, strings, and arrays of whole
/// numbers.
class SafetensorsHeader {
 public:
  struct Entry {
    std::string name, type;
    std::vector<std::size_t> shape, range;
  };

  SafetensorsHeader(std::string_view text, const std::string& file) : text_(text), file_(file) {
    object([&](std::string name) {
      if (name == "__metadata__")
        object([&](const std::string&) { string(); });
      else
        entry(std::move(name));
    });
    blanks();
    if (at_ != text_.size()) fail();
  }

  std::vector<Entry> entries;

 private:
  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0;

  [[noreturn]] void fail() const {
    throw ReadError(file_ + ": is no .safetensors file: its header is not as it must be");
  }
  void blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  bool next_is(char c) {
    blanks();
    return at_ < text_.size() && text_[at_] == c;
  }
  void take(char c) {
    if (!next_is(c)) fail();
    ++at_;
  }

  /// Calls member(name) for each member, which reads its value.
  template <class Member>
  void object(const Member& member) {
    take('{');
    if (!next_is('}')) {
      do {
        std::string name = string();
        take(':');
        member(std::move(name));
      } while (next_is(',') && ++at_ != 0);
    }
    take('}');
  }
  void entry(std::string name) {
    Entry made{std::move(name), {}, {}, {}};
    object([&](const std::string& member) {
      if (member == "dtype")
        made.type = string();
      else if (member == "shape")
        made.shape = numbers();
      else if (member == "data_offsets")
        made.range = numbers();
      else
        fail();
    });
    if (made.range.size() != 2 || made.type.empty()) fail();
    for (const Entry& other : entries)
      if (other.name == made.name) fail();
    entries.push_back(std::move(made));
  }
  std::vector<std::size_t> numbers() {
    constexpr std::size_t largest = std::size_t{1} << 48;
    std::vector<std::size_t> all;
    take('[');
    if (!next_is(']')) {
      do {
        blanks();
        const std::size_t begin = at_;
        std::size_t number = 0;
        for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && number <= largest; ++at_)
          number = 10 * number + static_cast<std::size_t>(text_[at_] - '0');
        if (at_ == begin || number > largest) fail();
        all.push_back(number);
      } while (next_is(',') && ++at_ != 0);
    }
    take(']');
    return all;
  }
  std::string string() {
    take('"');
    std::string out;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (static_cast<unsigned char>(text_[at_]) < ' ') fail();
      if (text_[at_] == '\\')
        escape(out);
      else
        out += text_[at_++];
    }
    take('"');
    return out;
  }
  void escape(std::string& out) {
    constexpr std::string_view names = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    if (++at_ == text_.size()) fail();
    const char kind = text_[at_++];
    if (const std::size_t known = names.find(kind); known != std::string_view::npos) {
      out += meanings[known];
      return;
    }
    if (kind != 'u' || text_.size() - at_ < 4) fail();
    unsigned code = 0;
    for (int n = 0; n < 4; ++n) {
      const std::size_t digit = std::string_view("0123456789abcdef0123456789ABCDEF").find(text_[at_++]);
      if (digit == std::string_view::npos) fail();
      code = code * 16 + static_cast<unsigned>(digit % 16);
    }
    // As UTF-8; halves of surrogate pairs stay halves, which no name of a network's tensor is.
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += {static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 63))};
    } else {
      out += {static_cast<char>(0xe0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 63)),
              static_cast<char>(0x80 | (code & 63))};
    }
  }
};

}  // namespace detail

/// All tensors of a .safetensors file of types F32, F64, F16 or BF16. Throws `ReadError`.
inline std::vector<NamedTensor> read_safetensors(const std::filesystem::path& path) {
  const std::string file = path.string();
  const std::string bytes = detail::bytes_of(path);
  if (bytes.size() < 8) throw ReadError(file + ": is no .safetensors file: it ends before its header");
  const std::uint64_t length = detail::little_endian(bytes, 0, 8);
  if (length > bytes.size() - 8)
    throw ReadError(file + ": is no .safetensors file: it ends within its header");
  const detail::SafetensorsHeader header(std::string_view(bytes).substr(8, length), file);
  const std::string_view data = std::string_view(bytes).substr(8 + length);

  std::vector<NamedTensor> all;
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  for (const auto& entry : header.entries) {
    const std::string what = file + ": the tensor " + detail::shown_name(entry.name) + ' ';
    detail::Stored stored = detail::Stored::float32;
    if (entry.type == "F64")
      stored = detail::Stored::float64;
    else if (entry.type == "F16")
      stored = detail::Stored::float16;
    else if (entry.type == "BF16")
      stored = detail::Stored::bfloat16;
    else if (entry.type != "F32")
      throw ReadError(what + "is of the type " + detail::shown_name(entry.type) +
                      ", and F32, F64, F16 and BF16 are read");
    const std::size_t begin = entry.range[0], end = entry.range[1];
    if (begin > end || end > data.size()) throw ReadError(what + "lies outside of the file");
    std::size_t count = 0;
    if (!detail::count_within(entry.shape, data.size(), count) ||
        end - begin != count * detail::bytes_of_one(stored))
      throw ReadError(what + "is not as long as its shape says");
    ranges.push_back({begin, end});
    all.push_back({entry.name, entry.shape, detail::numbers_in(data.substr(begin, end - begin), stored)});
  }
  // The specification wants every byte in one tensor.
  std::sort(ranges.begin(), ranges.end());
  std::size_t covered = 0;
  for (const auto& [begin, end] : ranges) covered = begin == covered ? end : data.size() + 1;
  if (covered != data.size()) throw ReadError(file + ": has bytes that belong to no tensor, or to several");
  return all;
}

/// The bytes of a .safetensors file, in the order of the tensors, as F32.
inline std::string safetensors_bytes(const std::vector<NamedTensor>& tensors) {
  std::string header = "{", data;
  for (const NamedTensor& tensor : tensors) {
    std::string shape;
    for (const std::size_t extent : tensor.shape)
      shape += (shape.empty() ? "" : ",") + std::to_string(extent);
    header += (header.size() == 1 ? "" : ",") + json_string(tensor.name) + ":{\"dtype\":\"F32\",\"shape\":[" +
              shape + "],\"data_offsets\":[" + std::to_string(data.size()) + ',';
    data += detail::bytes_of(tensor.values);
    header += std::to_string(data.size()) + "]}";
  }
  header += '}';
  // The numbers begin at a multiple of 8.
  while (header.size() % 8 != 0) header += ' ';
  std::string bytes;
  detail::append_little_endian(bytes, header.size(), 8);
  return bytes + header + data;
}

/// Writes a network's numbers as a .safetensors file, with the names of `tensors<Net>()`. Throws
/// `WriteError`.
template <class Net>
void write_safetensors(const std::filesystem::path& path, const Parameters<Net>& parameters) {
  AtomicFile file(path);
  file.write(safetensors_bytes(gathered(tensors<Net>(), {parameters.values, Parameters<Net>::size})));
  file.commit();
}

/// Reads them from one. Throws `ReadError`, and then `parameters` are as they were.
template <class Net>
void read_safetensors(const std::filesystem::path& path, Parameters<Net>& parameters) {
  scatter(read_safetensors(path), tensors<Net>(), {parameters.values, Parameters<Net>::size}, path.string());
}

}  // namespace etch::io
