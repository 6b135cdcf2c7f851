// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace etch::generator {

/// Up to this size weights become a C++ array unless asked otherwise.
inline constexpr std::size_t inline_limit_bytes = 64 * 1024;

struct File {
  std::string name;
  std::string contents;
};

/// All files of a network: its type, its weights, and the C interface. `as_array`: the weights as a constexpr
/// array, however large; else as a file that an assembler puts into read-only data. `always_assembly`: the
/// assembler's file in both cases, for builds that must know in advance which files there are.
std::vector<File> files_of(const Network& network, bool as_array, bool always_assembly = false);

/// Writes files into a folder, which is made if it is not there: all of them or, on error, none. Throws
/// `Failure`.
void write_files(const std::filesystem::path& folder, const std::vector<File>& files);

/// What a file's name says it is: ".onnx".
inline std::string ending(const std::string& file) {
  return std::filesystem::path(file).extension().string();
}

}  // namespace etch::generator
