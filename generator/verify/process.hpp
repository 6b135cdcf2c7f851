// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace etch::generator {

/// A folder that is gone when this is.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Finished {
  int status = 0;      ///< Of the process; 128 and the signal's number if one ended it.
  std::string output;  ///< What it wrote to both of its outputs.
};
/// Runs a program and waits for it. No shell is involved: words are passed as they are. Throws `Failure` if
/// it cannot be started.
Finished run_process(const std::vector<std::string>& words);

/// The compiler to call: `command`, else $CXX, else c++; with its options where there are blanks.
std::vector<std::string> compiler_words(const std::string& command);
/// Where the headers lay when this program was built.
std::vector<std::string> built_in_includes();
/// The first error among a compiler's messages, on one line.
std::string first_error(const std::string& messages);

}  // namespace etch::generator
