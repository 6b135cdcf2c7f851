// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>

#include <generator/commands.hpp>
#include <generator/refusal.hpp>
#include <generator/standalone/headers.hpp>

#include <exception>
#include <iostream>
#include <new>

namespace etch::generator {

int run(int argc, char** argv) {
  CLI::App app{"Makes C++ networks of trained ONNX models.", "etch"};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("etch ") + version);
  app.footer(
      "Exit status: 0 done; 1 the numbers differ; 2 the model cannot become a network, or the network no "
      "model;\n"
      "3 a file, folder, compiler or dot is missing or fails; 4 the command line is wrong.\n\n"
      "  etch import lenet5.onnx -o src/ --name LeNet5\n"
      "  etch verify lenet5.onnx --input x.npy --expect y.npy\n"
      "  etch summary lenet5.onnx\n"
      "  etch plot lenet5.onnx -o lenet5.svg\n"
      "  etch export lenet5.weights.bin --header lenet5.hpp --network LeNet5 -o lenet5.onnx\n\n"
      "etch COMMAND --help says more.");
  app.failure_message([&](const CLI::App*, const CLI::Error& error) {
    const bool unknown = app.get_subcommands().empty() && argc > 1 && argv[1][0] != '-';
    if (unknown) return "etch: '" + shown(argv[1]) + "' is no command; see etch --help\n";
    return "etch: " + printable(error.what()) + "; see etch --help\n";
  });
  int status = 0;
  add_import(app, status);
  add_verify(app, status);
  add_summary(app, status);
  add_plot(app, status);
  add_export(app, status);
  try {
    app.parse(argc, argv);
    return status;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 4;
  } catch (const Refusal& refusal) {
    std::cerr << "etch: " << refusal.what() << '\n';
    return 2;
  } catch (const Failure& failure) {
    std::cerr << "etch: " << failure.what() << '\n';
    return 3;
  } catch (const std::bad_alloc&) {
    std::cerr << "etch: there is not enough memory\n";
    return 3;
  } catch (const std::exception& error) {
    std::cerr << "etch: " << error.what() << '\n';
    return 3;
  }
}

}  // namespace etch::generator
