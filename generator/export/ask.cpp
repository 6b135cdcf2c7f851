// SPDX-License-Identifier: MIT
#include <etch/io/named_tensors.hpp>

#include <generator/emit/files.hpp>
#include <generator/export/description.hpp>
#include <generator/verify/process.hpp>

#include <cstring>

namespace etch::generator {
namespace {

std::string program_of(const std::string& header, const std::string& network, bool with_parameters) {
  std::string text =
      "#include \"" + header + "\"\n#include <etch/io/description.hpp>\n\n#include <cstdio>\n\n" +
      "int main(int argc, char** argv) {\n"
      "  if (argc != 3) return 2;\n"
      "  const std::string text = etch::io::describe<" +
      network +
      ">();\n"
      "  std::FILE* told = std::fopen(argv[1], \"wb\");\n"
      "  if (told == nullptr || std::fwrite(text.data(), 1, text.size(), told) != text.size()) return 3;\n"
      "  if (std::fclose(told) != 0) return 3;\n";
  if (with_parameters)
    text +=
        "  std::FILE* numbers = std::fopen(argv[2], \"wb\");\n"
        "  constexpr std::size_t count = etch::Parameters<" +
        network +
        ">::size;\n"
        "  if (numbers == nullptr || std::fwrite(" +
        network +
        "_parameters.values, 4, count, numbers) != count) return 3;\n"
        "  if (std::fclose(numbers) != 0) return 3;\n";
  return text + "}\n";
}

/// A name of C++, with its namespaces.
bool is_qualified_name(const std::string& name) {
  bool begins = true;
  for (std::size_t n = 0; n < name.size(); ++n) {
    const char c = name[n];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool digit = c >= '0' && c <= '9';
    if (c == ':' && !begins && n + 2 < name.size() && name[n + 1] == ':') {
      begins = true;
      ++n;
    } else if (letter || (digit && !begins)) {
      begins = false;
    } else {
      return false;
    }
  }
  return !begins;
}

}  // namespace

Asked ask(const std::filesystem::path& header, const std::string& network, bool with_parameters,
          const Compiler& compiler) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(header, error)) throw Failure(header.string() + ": is no file");
  const std::string path = std::filesystem::absolute(header).string();
  if (path.find_first_of("\"\\\n") != std::string::npos)
    throw Failure(shown(path) + ": has a quote or a backslash in its name, which no program can include");
  if (!is_qualified_name(network)) throw Failure("'" + shown(network) + "' is no name of a C++ type");

  const TemporaryFolder folder;
  write_files(folder.path(), {{"tell.cc", program_of(path, network, with_parameters)}});
  const std::string told = (folder.path() / "told").string(), numbers = (folder.path() / "numbers").string();
  const std::string program = compile(folder.path() / "tell.cc", compiler, {"-O0"});
  const Finished ran = run_process({program, told, numbers});
  if (ran.status != 0) throw Failure("the compiled network ended with status " + std::to_string(ran.status));
  Asked asked{parse_description(io::detail::bytes_of(told)), {}};
  if (with_parameters) {
    const std::string bytes = io::detail::bytes_of(numbers);
    asked.parameters.resize(bytes.size() / sizeof(float));
    if (!bytes.empty()) std::memcpy(asked.parameters.data(), bytes.data(), bytes.size());
  }
  return asked;
}

}  // namespace etch::generator
