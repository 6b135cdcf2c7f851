// SPDX-License-Identifier: MIT
#pragma once
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>

namespace etch::io {

/// Shows how long work goes on: on a terminal a bar that is redrawn at most ten times a second, elsewhere (a
/// file, a pipe) nothing but the line that ends each piece of work.
class Progress {
 public:
  explicit Progress(std::FILE* out = stdout) : out_(out), terminal_(isatty(fileno(out)) != 0) {}

  /// `done` of `whole` of the work called `what`.
  void show(const std::string& what, std::size_t done, std::size_t whole) {
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || (done != 0 && now - drawn_ < std::chrono::milliseconds(100))) return;
    drawn_ = now;
    constexpr std::size_t width = 40;
    const std::size_t filled = whole == 0 ? 0 : width * done / whole;
    const std::string bar = std::string(filled, '#') + std::string(width - filled, '.');
    std::fprintf(out_, "\r\033[K%s [%s] %zu/%zu", what.c_str(), bar.c_str(), done, whole);
    std::fflush(out_);
  }
  /// Replaces the bar by a line that stays.
  void finish(const std::string& line) {
    if (terminal_) std::fputs("\r\033[K", out_);
    std::fprintf(out_, "%s\n", line.c_str());
    std::fflush(out_);
  }

 private:
  std::FILE* out_;
  bool terminal_;
  std::chrono::steady_clock::time_point drawn_{};
};

}  // namespace etch::io
