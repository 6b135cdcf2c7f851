// SPDX-License-Identifier: MIT
#pragma once
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace etch::io {

/// A file that cannot be written. `what()` is one sentence.
class WriteError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A file that appears whole or not at all: it is written under a temporary name beside its own, which
/// `commit` renames. Without `commit`, nothing is left.
class AtomicFile {
 public:
  /// Throws `WriteError` if the folder is not there or cannot be written to.
  explicit AtomicFile(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code error;
    if (std::filesystem::is_directory(path_, error))
      throw WriteError(path_.string() + ": is a folder; give a file");
    // "x": never another program's file.
    for (int attempt = 0; attempt < 100 && file_ == nullptr; ++attempt) {
      temporary_ = path_;
      temporary_ += ".part" + std::to_string(attempt);
      file_ = std::fopen(temporary_.c_str(), "wbx");
      if (file_ == nullptr && errno != EEXIST) break;
    }
    if (file_ == nullptr) throw WriteError(path_.string() + ": cannot be written: " + std::strerror(errno));
  }
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile() {
    if (file_ != nullptr) std::fclose(file_);
    if (!committed_) std::remove(temporary_.c_str());
  }

  void write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail();
  }

  /// The file is there, under its name. Throws `WriteError`; then nothing has changed.
  void commit() {
    if (std::fflush(file_) != 0) fail();
    const int closed = std::fclose(std::exchange(file_, nullptr));
    if (closed != 0) fail();
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail();
    committed_ = true;
  }

 private:
  std::filesystem::path path_;
  std::filesystem::path temporary_;
  std::FILE* file_ = nullptr;
  bool committed_ = false;

  [[noreturn]] void fail() const {
    throw WriteError(path_.string() + ": cannot be written: " + std::strerror(errno) +
                     "; nothing was changed");
  }
};

}  // namespace etch::io
