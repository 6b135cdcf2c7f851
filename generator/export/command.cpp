// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>

#include <generator/commands.hpp>

namespace etch::generator {
void add_export(CLI::App&, int&) {}
}
