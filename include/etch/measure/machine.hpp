// SPDX-License-Identifier: MIT
#pragma once
#include <hwy/highway.h>

#include <fstream>
#include <string>

// What a figure was measured on and with.
namespace etch::measure {

/// The processor's name, as far as the system tells it.
inline std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const bool named = line.starts_with("model name") || line.starts_with("Model");
    const std::size_t colon = line.find(": ");
    if (named && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown processor";
}

/// The instruction set that the kernels of this translation unit use, as Highway calls it.
inline std::string instruction_set() { return hwy::TargetName(HWY_STATIC_TARGET); }

/// The compiler, and whether it optimised.
inline std::string compiler() {
#if defined(__clang__)
  const std::string name = "clang " __clang_version__;
#elif defined(__GNUC__)
  const std::string name = "g++ " __VERSION__;
#else
  const std::string name = "unknown compiler";
#endif
#ifdef __OPTIMIZE__
  return name;
#else
  return name + ", not optimising";
#endif
}

}  // namespace etch::measure
