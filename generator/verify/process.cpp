// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <generator/refusal.hpp>
#include <generator/verify/process.hpp>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

extern "C" char** environ;

namespace etch::generator {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "etch-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw Failure(name + ": cannot be made: " + std::strerror(errno));
  path_ = name;
}
TemporaryFolder::~TemporaryFolder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

Finished run_process(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const TemporaryFolder folder;
  const std::string log = (folder.path() / "log").string();

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  pid_t child = 0;
  const int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw Failure(words[0] + ": cannot be run: " + std::strerror(error));
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) throw Failure(words[0] + ": was lost: " + std::strerror(errno));
  std::ifstream stream(log, std::ios::binary);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          {std::istreambuf_iterator<char>(stream), {}}};
}

std::vector<std::string> compiler_words(const std::string& command) {
  const char* variable = std::getenv("CXX");
  std::istringstream stream(!command.empty() ? command : variable != nullptr ? variable : "");
  std::vector<std::string> words{std::istream_iterator<std::string>(stream), {}};
  if (words.empty()) words.push_back("c++");
  return words;
}

std::vector<std::string> built_in_includes() {
  std::vector<std::string> folders;
  std::istringstream stream(ETCH_GENERATOR_INCLUDES);
  for (std::string folder; std::getline(stream, folder, ':');)
    if (!folder.empty()) folders.push_back(folder);
  return folders;
}

std::string first_error(const std::string& messages) {
  const std::size_t at = messages.find("error");
  const std::size_t begin = at == std::string::npos ? 0 : messages.rfind('\n', at) + 1;
  return messages.substr(begin, std::min<std::size_t>(messages.find('\n', begin) - begin, 600));
}

}  // namespace etch::generator
