// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>

#include <generator/commands.hpp>
#include <generator/model_option.hpp>
#include <generator/summary/report.hpp>

#include <iostream>
#include <memory>

namespace etch::generator {

void add_summary(CLI::App& app, int&) {
  struct Options {
    ModelOption model;
    bool json = false;
    bool quick = false;
    Compiler compiler;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("summary", "Print a model's layers, parameters, multiply-adds, flash and RAM");
  add_model(*command, options->model);
  add_name(*command, options->model);
  command->add_flag("--json", options->json, "As JSON, for programs");
  command->add_flag("--quick", options->quick, "Without flash and RAM, which a compiler must be asked for");
  add_compiler(*command, options->compiler);
  command->footer(
      "  etch summary lenet5.onnx\n"
      "  etch summary lenet5.onnx --json | jq .ram_bytes");
  command->callback([options] {
    const Network network = options->model.import();
    std::optional<Memory> memory;
    if (!options->quick) memory = memory_of(network, options->compiler);
    std::cout << (options->json ? summary_json(network, memory) : summary_text(network, memory));
  });
}

}  // namespace etch::generator
