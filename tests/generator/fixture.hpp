// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>
#include <generator/verify/npy.hpp>

#include <filesystem>
#include <string>

/// A file that tests/generator/fixtures/make.py wrote.
inline std::filesystem::path fixture(const std::string& name) {
  return std::filesystem::path(ETCH_SOURCE_DIR) / "tests/generator/fixtures" / name;
}

inline etch::generator::Network imported(const std::string& name, const std::string& type = "Net") {
  etch::generator::ImportOptions options;
  options.name = type;
  return etch::generator::import_model(fixture(name + ".onnx"), options);
}
