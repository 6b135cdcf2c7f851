// SPDX-License-Identifier: MIT
#include <etch/io/atomic_file.hpp>

#include <generator/emit/files.hpp>
#include <generator/emit/header.hpp>
#include <generator/emit/interface.hpp>
#include <generator/emit/text.hpp>
#include <generator/emit/weights.hpp>

#include <memory>
#include <system_error>

namespace etch::generator {

std::vector<File> files_of(const Network& network, bool as_array, bool always_assembly) {
  const std::string base = lower_case(network.name);
  std::vector<File> files{{base + ".hpp", header_of(network)}};
  if (as_array) {
    files.push_back({base + "_weights.hpp", weights_array(network)});
    if (always_assembly) files.push_back({base + "_weights.S", no_weights_assembly(network)});
  } else {
    files.push_back({base + "_weights.hpp", weights_reference(network)});
    files.push_back({base + "_weights.S", weights_assembly(network)});
  }
  // Always there: a program may load what was trained since it was compiled.
  files.push_back({base + ".weights.bin", weights_bytes(network)});
  files.push_back({base + ".h", interface_header(network)});
  files.push_back({base + ".cc", interface_source(network, as_array)});
  return files;
}

void write_files(const std::filesystem::path& folder, const std::vector<File>& files) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder)) throw Failure(folder.string() + ": the folder cannot be made");
  try {
    std::vector<std::unique_ptr<io::AtomicFile>> written;
    for (const File& file : files) {
      written.push_back(std::make_unique<io::AtomicFile>(folder / file.name));
      written.back()->write(file.contents);
    }
    for (auto& file : written) file->commit();
  } catch (const io::WriteError& wrong) {
    throw Failure(wrong.what());
  }
}

}  // namespace etch::generator
