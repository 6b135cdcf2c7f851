// SPDX-License-Identifier: MIT
// What inference of each network takes, in bytes: its code (of an object file with that alone, at -Os and
// -O2, for the instruction set of this build), its parameters, those prepared for the kernels, and the memory
// that it works in.
//
//   bench_size [--json]

#include "object.hpp"
#include "sizes.hpp"

#include <cstdio>
#include <exception>
#include <fstream>
#include <string>
#include <string_view>

namespace {

/// The object file of that network among those that CMake listed in `list`, one a line.
std::string object_of(const bench::Sizes& network, const char* list) {
  std::ifstream lines(list);
  for (std::string path; std::getline(lines, path);)
    if (path.find('/' + network.file + ".cpp") != std::string::npos) return path;
  throw std::runtime_error(std::string(list) + ": lists no object of " + network.name +
                           "; build bench_size again");
}

}  // namespace

int main(int argc, char** argv) {
  const bool json = argc == 2 && std::string_view(argv[1]) == "--json";
  if (argc > 1 && !json) {
    std::fprintf(stderr, "usage: %s [--json]\n", argv[0]);
    return 2;
  }
  try {
    if (json)
      std::printf("{\n  \"sizes\": [");
    else
      std::printf("%-20s %10s %10s %12s %12s %12s\n", "bytes", "code -Os", "code -O2", "parameters",
                  "Prepared", "Workspace");
    const char* separator = "\n    ";
    for (const bench::Sizes& network : bench::all_sizes()) {
      const std::size_t small = bench::code_bytes(object_of(network, ETCH_BENCH_OBJECTS_OS));
      const std::size_t fast = bench::code_bytes(object_of(network, ETCH_BENCH_OBJECTS_O2));
      if (json)
        std::printf(
            "%s{\"name\": \"%s\", \"code_Os\": %zu, \"code_O2\": %zu, \"flash_bytes\": %zu, "
            "\"prepared_bytes\": "
            "%zu, \"inference_bytes\": %zu}",
            separator, network.name.c_str(), small, fast, network.flash_bytes, network.prepared_bytes,
            network.inference_bytes);
      else
        std::printf("%-20s %10zu %10zu %12zu %12zu %12zu\n", network.name.c_str(), small, fast,
                    network.flash_bytes, network.prepared_bytes, network.inference_bytes);
      separator = ",\n    ";
    }
    if (json) std::printf("\n  ]\n}\n");
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "bench_size: %s\n", problem.what());
    return 1;
  }
}
