// SPDX-License-Identifier: MIT
#pragma once

namespace CLI {
class App;
}

namespace etch::generator {

/// The command line: what `etch` does with it, and the status that it exits with.
int run(int argc, char** argv);

// Each adds a subcommand, which sets the exit status when it has run.
void add_import(CLI::App& app, int& status);
void add_verify(CLI::App& app, int& status);
void add_summary(CLI::App& app, int& status);
void add_plot(CLI::App& app, int& status);
void add_export(CLI::App& app, int& status);

}  // namespace etch::generator
