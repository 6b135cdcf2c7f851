// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>

#include <generator/model_option.hpp>
#include <generator/progress.hpp>

#include <charconv>

namespace etch::generator {
namespace {

Dims dims_of(const std::string& shape) {
  Dims dims;
  const char* at = shape.data();
  const char* const end = at + shape.size();
  while (at < end) {
    std::int64_t extent = 0;
    const auto read = std::from_chars(at, end, extent);
    dims.push_back(extent);
    at = read.ptr + 1;
  }
  return dims;
}

}  // namespace

Network ModelOption::import(bool inference_only) const {
  ImportOptions options;
  options.inference_only = inference_only;
  options.name = name;
  if (!shape.empty()) options.reading.input_dims = dims_of(shape);
  options.reading.output = output;
  const std::string shown_name = shown(std::filesystem::path(file).filename().string());
  const Working working("reading " + shown_name);
  try {
    return import_model(file, options);
  } catch (const Refusal& refusal) {
    throw Refusal(shown_name + ": " + refusal.what());
  }
}

void add_model(CLI::App& command, ModelOption& model) {
  command.add_option("model", model.file, "The ONNX model")->required()->type_name("MODEL.onnx");
  command.add_option("--output-name", model.output, "Which output, where the model has several")
      ->type_name("NAME");
  command.add_option("--shape", model.shape, "The input's extents where the model leaves them open")
      ->type_name("1x3x224x224")
      ->check([](const std::string& text) {
        bool digit = false;
        for (const char c : text) {
          if (!(c >= '0' && c <= '9') && !(c == 'x' && digit))
            return std::string("extents are written as 1x3x224x224");
          digit = c != 'x';
        }
        return digit && text.size() < 100 ? std::string() : std::string("extents are written as 1x3x224x224");
      });
}

void add_name(CLI::App& command, ModelOption& model) {
  command.add_option("--name", model.name, "The type's name (default: from the file's)")
      ->type_name("LeNet5")
      ->check([](const std::string& name) {
        return is_type_name(name) ? std::string() : "'" + shown(name) + "' is no name for a C++ type";
      });
}

}  // namespace etch::generator
