// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>

#include <generator/commands.hpp>
#include <generator/emit/files.hpp>
#include <generator/emit/standalone.hpp>
#include <generator/emit/text.hpp>
#include <generator/import.hpp>
#include <generator/model_option.hpp>
#include <generator/verify/npy.hpp>
#include <generator/verify/verify.hpp>

#include <iostream>
#include <memory>

namespace etch::generator {

namespace {

std::vector<File> standalone_files(const Network& network, const ModelOption& model) {
  if (is_taken_by_standalone(network.name))
    throw CLI::ValidationError("--name", "'" + network.name + "' is what --standalone calls something else");
  std::string command = "etch import " + network.model + " --standalone --name " + network.name;
  if (!model.shape.empty()) command += " --shape " + model.shape;
  if (!model.output.empty()) command += " --output-name " + shown(model.output);
  return standalone_files_of(network, command);
}

}  // namespace

void add_import(CLI::App& app, int&) {
  struct Options {
    ModelOption model;
    std::string folder;
    bool as_array = false;
    bool separate = false;
    bool for_build = false;
    bool standalone = false;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("import", "Write a model as a C++ type, its weights and a C interface");
  add_model(*command, options->model);
  command->add_option("-o,--output", options->folder, "The folder for the files")
      ->required()
      ->type_name("DIR")
      ->check([](const std::string& folder) {
        return folder.empty() ? std::string("the folder's name is empty") : std::string();
      });
  add_name(*command, options->model);
  CLI::Option* const inline_flag =
      command->add_flag("--inline", options->as_array, "The weights as a constexpr array, however large");
  command->add_flag("--separate", options->separate, "The weights as a file for the assembler, however small")
      ->excludes(inline_flag);
  command->add_flag(
      "--for-build", options->for_build,
      "Always the same files (an assembler's without weights too), and print none: etch_add_network");
  command
      ->add_flag("--standalone", options->standalone,
                 "One header that needs nothing of etch, for firmware, with functions for C beside it")
      ->excludes("--inline")
      ->excludes("--separate")
      ->excludes("--for-build");
  command->footer(
      "  etch import lenet5.onnx -o src/ --name LeNet5\n"
      "  etch import lenet5.onnx -o sketch/ --name LeNet5 --standalone");
  command->callback([options] {
    const Network network = options->model.import(options->standalone);
    const auto files = [&] {
      if (options->standalone) return standalone_files(network, options->model);
      const std::size_t bytes = sizeof(float) * (network.parameter_count() + network.statistic_count());
      const bool inlined = options->as_array || (!options->separate && bytes <= inline_limit_bytes);
      return files_of(network, inlined, options->for_build);
    }();
    write_files(options->folder, files);
    if (options->for_build) return;
    for (const File& file : files)
      std::cout << (std::filesystem::path(options->folder) / file.name).string() << '\n';
  });
}

void add_verify(CLI::App& app, int& status) {
  struct Options {
    ModelOption model;
    std::string input, expected;
    double tolerance = 1e-4;
    Compiler compiler;
    bool standalone = false;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("verify", "Import and compile a model, run it and compare its output");
  add_model(*command, options->model);
  command->add_option("--input", options->input, "What the model reads, in its own order")
      ->required()
      ->type_name("x.npy");
  command->add_option("--expect", options->expected, "What it should give")->required()->type_name("y.npy");
  command
      ->add_option("--tolerance", options->tolerance,
                   "The largest difference, relative to the number or to the mean magnitude of all")
      ->check([](const std::string& text) {
        double value = -1;
        const bool fine = CLI::detail::lexical_cast(text, value) && value >= 0;
        return fine ? std::string() : "'" + shown(text) + "' is no number of at least 0";
      })
      ->capture_default_str();
  add_compiler(*command, options->compiler);
  command->add_flag("--standalone", options->standalone,
                    "What etch import --standalone writes, without the headers of etch, Hana and Highway");
  command->footer("  etch verify lenet5.onnx --input x.npy --expect y.npy --tolerance 1e-4");
  command->callback([options, &status] {
    const Network network = options->model.import(options->standalone);
    const Tensor input = read_npy(options->input), expected = read_npy(options->expected);
    const Difference difference =
        compare(run(network, input, options->compiler, options->standalone), expected);
    const bool same = difference.largest <= options->tolerance;
    std::cout << network.model << ": " << expected.size() << " numbers, largest relative difference "
              << difference.largest;
    if (!same)
      std::cout << " (number " << difference.place << ": " << difference.found << ", expected "
                << difference.expected << "), more than " << options->tolerance;
    std::cout << '\n';
    status = same ? 0 : 1;
  });
}

}  // namespace etch::generator
