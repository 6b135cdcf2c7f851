// SPDX-License-Identifier: MIT
#pragma once
#include <unistd.h>

#include <cstdio>
#include <string>

namespace etch::generator {

/// Says on a terminal's stderr what goes on, while it goes on; elsewhere nothing.
class Working {
 public:
  explicit Working(const std::string& what) : terminal_(isatty(STDERR_FILENO) != 0) {
    if (!terminal_) return;
    std::fprintf(stderr, "\r\033[K%s ...", what.c_str());
    std::fflush(stderr);
  }
  Working(const Working&) = delete;
  Working& operator=(const Working&) = delete;
  ~Working() {
    if (!terminal_) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
  }

 private:
  bool terminal_;
};

}  // namespace etch::generator
