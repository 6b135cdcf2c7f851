// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>

#include <generator/commands.hpp>
#include <generator/emit/files.hpp>
#include <generator/emit/text.hpp>
#include <generator/model_option.hpp>
#include <generator/plot/dot.hpp>
#include <generator/progress.hpp>

#include <memory>

namespace etch::generator {
void add_plot(CLI::App& app, int&) {
  struct Options {
    ModelOption model;
    std::string output;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("plot", "Draw a model's architecture");
  add_model(*command, options->model);
  command
      ->add_option("-o,--output", options->output,
                   "The drawing; its ending, .svg, .pdf, .png or .dot, says which")
      ->required()
      ->type_name("net.svg")
      ->check([](const std::string& file) {
        for (const char* known : {".svg", ".pdf", ".png", ".dot"})
          if (ending(file) == known) return std::string();
        return "'" + shown(file) + "' ends in neither .svg, .pdf, .png nor .dot";
      });
  add_name(*command, options->model);
  command->footer("  etch plot lenet5.onnx -o lenet5.svg");
  command->callback([options] {
    const Network network = options->model.import();
    const std::string caption = grouped(network.parameter_count()) + " parameters, " +
                                grouped(network.multiply_adds()) + " multiply-adds (a box's area)";
    const std::string dot = dot_of(diagram_of(network), network.name, caption);
    const std::filesystem::path file = options->output;
    const std::string format = ending(options->output).substr(1);
    const Working working("drawing");
    const std::string drawing = format == "dot" ? dot : rendered(dot, format);
    write_files(file.has_parent_path() ? file.parent_path() : ".", {{file.filename().string(), drawing}});
  });
}

}  // namespace etch::generator
