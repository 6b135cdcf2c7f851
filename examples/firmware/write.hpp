// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdio>
#include <string>

namespace firmware {

/// Writes numbers into `folder`/`name`; says so if it cannot.
inline bool write(const std::string& folder, const std::string& name, const float* numbers,
                  std::size_t bytes) {
  const std::string path = folder + "/" + name;
  std::FILE* file = std::fopen(path.c_str(), "wb");
  const bool written = file != nullptr && std::fwrite(numbers, 1, bytes, file) == bytes;
  const bool closed = file != nullptr && std::fclose(file) == 0;
  if (!written || !closed) std::fprintf(stderr, "expect: %s cannot be written\n", path.c_str());
  return written && closed;
}

}  // namespace firmware
