// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>

#include <string>

namespace CLI {
class App;
}

namespace etch::generator {

/// The model that a subcommand was given.
struct ModelOption {
  std::string file;
  std::string name;
  std::string shape;
  std::string output;

  /// Throws `Refusal`, with the file's name before the sentence, or `Failure`.
  Network import(bool inference_only = false) const;
};

/// Adds the arguments that say which model: its file, where it leaves the input's extents open those, and
/// where it has several outputs which.
void add_model(CLI::App& command, ModelOption& model);
/// Adds --name, what the network is called.
void add_name(CLI::App& command, ModelOption& model);

}  // namespace etch::generator
