// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>

#include <generator/progress.hpp>
#include <generator/refusal.hpp>
#include <generator/verify/compile.hpp>
#include <generator/verify/process.hpp>

namespace etch::generator {

void add_compiler(CLI::App& command, Compiler& compiler) {
  command.add_option("--compiler", compiler.command, "The compiler (default: $CXX, or c++)");
  command.add_option("--include", compiler.includes, "Folders of etch's headers, Hana and Highway")
      ->type_name("DIR");
}

std::string compile(const std::filesystem::path& source, const Compiler& compiler,
                    const std::vector<std::string>& options, bool standalone) {
  const std::string program = std::filesystem::path(source).replace_extension().string();
  std::vector<std::string> words = compiler_words(compiler.command);
  words.insert(words.end(),
               {"-std=c++20", "-march=native", "-DHWY_COMPILE_ONLY_STATIC", "-DHWY_IS_DEBUG_BUILD=0", "-w"});
  words.insert(words.end(), options.begin(), options.end());
  if (!standalone)
    for (const std::string& include : compiler.includes.empty() ? built_in_includes() : compiler.includes)
      words.push_back("-I" + include);
  words.insert(words.end(), {source.string(), "-o", program});
  const Working working("compiling the network");
  const Finished compiled = run_process(words);
  if (compiled.status != 0) throw Failure("the network does not compile: " + first_error(compiled.output));
  return program;
}

}  // namespace etch::generator
