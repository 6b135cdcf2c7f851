// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace etch::generator {

struct Compiler {
  std::string command;                ///< Empty: $CXX, or c++.
  std::vector<std::string> includes;  ///< Folders of etch, Hana and Highway; empty: those it was built with.
};

/// Adds the options that say which compiler, and where the headers lie.
void add_compiler(CLI::App& command, Compiler& compiler);

/// Compiles the program `source`, a path, for this machine, with `options` besides, and returns where it is:
/// beside its source. `standalone`: without the folders of etch, Hana and Highway. Throws `Failure` with the
/// first error if there is no compiler or it refuses.
std::string compile(const std::filesystem::path& source, const Compiler& compiler,
                    const std::vector<std::string>& options, bool standalone = false);

}  // namespace etch::generator
