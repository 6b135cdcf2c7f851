// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>

#include <generator/commands.hpp>
#include <generator/emit/files.hpp>
#include <generator/export/exporter.hpp>
#include <generator/export/weights_file.hpp>
#include <generator/progress.hpp>

#include <memory>

namespace etch::generator {
namespace {

struct Options {
  std::string weights, header, network, output;
  bool channels_last = false;
  Compiler compiler;
};

bool is_header(const std::string& file) { return ending(file) == ".hpp" || ending(file) == ".h"; }

void export_network(const Options& options) {
  const bool with_parameters = is_header(options.weights);
  if (!with_parameters && options.header.empty())
    throw Failure(shown(options.weights) +
                  ": holds no architecture; give the header that declares the network, --header");
  const std::string header = options.header.empty() ? options.weights : options.header;
  const Asked asked =
      ask(with_parameters ? options.weights : header, options.network, with_parameters, options.compiler);
  const std::vector<float> numbers =
      with_parameters ? asked.parameters : read_weights(options.weights, asked.description);
  const std::filesystem::path file = options.output;
  const Working working("writing " + shown(file.filename().string()));
  const std::string bytes = ending(options.output) == ".onnx"
                                ? onnx_of(asked.description, numbers, options.network, options.channels_last)
                                : weights_as(ending(options.output), asked.description, numbers);
  write_files(file.has_parent_path() ? file.parent_path() : ".", {{file.filename().string(), bytes}});
}

}  // namespace

void add_export(CLI::App& app, int&) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "export", "Write a network with its weights as ONNX, or its weights in another format");
  command
      ->add_option(
          "weights", options->weights,
          "The numbers: .bin (as in memory), .safetensors, .npz, or a header that declares NAME_parameters")
      ->required()
      ->type_name("WEIGHTS");
  command->add_option("--header", options->header, "The header that declares the network")
      ->type_name("net.hpp");
  command->add_option("--network", options->network, "The type's name in that header")
      ->required()
      ->type_name("NAME");
  command
      ->add_option("-o,--output", options->output,
                   "The file; its ending, .onnx, .safetensors, .npz or .bin, says which")
      ->required()
      ->type_name("model.onnx")
      ->check([](const std::string& file) {
        for (const char* known : {".onnx", ".safetensors", ".npz", ".bin"})
          if (ending(file) == known) return std::string();
        return "'" + shown(file) + "' ends in neither .onnx, .safetensors, .npz nor .bin";
      });
  command->add_flag("--channels-last", options->channels_last,
                    "The ONNX model reads and gives images as etch has them, not with channels second");
  add_compiler(*command, options->compiler);
  command->footer(
      "  etch export lenet5.weights.bin --header lenet5.hpp --network LeNet5 -o lenet5.onnx\n"
      "  etch export digits_weights.hpp --network Digits -o digits.safetensors\n"
      "  etch export digits.npz --header digits.hpp --network Digits -o digits.weights.bin");
  command->callback([options] { export_network(*options); });
}

}  // namespace etch::generator
