// SPDX-License-Identifier: MIT
// Seconds and peak memory that the compiler takes for each file, as a table:
//
//   compile_time [--runs N] [--limit-seconds S] [--limit-mb M] [--json] FILE... -- COMPILER [FLAG...]
//
// Seconds are user + system time of the compiler and its children, which a busy machine distorts less than a
// clock does: the median of N runs, with the fastest and the slowest. Megabytes are the largest resident set
// of any one process. The exit status is 1 when a median or the memory is over its limit, 2 when something
// else went wrong.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Cost {
  double seconds = 0;
  double megabytes = 0;
};

constexpr int wrong = 2;

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

Cost compile(const std::vector<std::string>& command, const std::string& file) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(const_cast<char*>(file.c_str()));
  arguments.push_back(nullptr);

  const pid_t child = fork();
  if (child == 0) {
    execvp(arguments[0], arguments.data());
    std::perror(arguments[0]);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) ||
      WEXITSTATUS(status) != 0) {
    std::fprintf(stderr, "compile_time: %s does not compile\n", file.c_str());
    std::exit(wrong);
  }
#ifdef __APPLE__
  constexpr double maxrss_per_megabyte = 1e6;
#else
  constexpr double maxrss_per_megabyte = 1e6 / 1024;
#endif
  return {seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
          static_cast<double>(usage.ru_maxrss) / maxrss_per_megabyte};
}

[[noreturn]] void show_usage() {
  std::fputs(
      "usage: compile_time [--runs N] [--limit-seconds S] [--limit-mb M] [--json] FILE... -- COMPILER "
      "[FLAG...]\n",
      stderr);
  std::exit(wrong);
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t runs = 5;
  double limit_seconds = 0;
  double limit_megabytes = 0;
  bool json = false;
  std::vector<std::string> files;
  std::vector<std::string> command;

  int i = 1;
  for (; i < argc && std::string_view(argv[i]) != "--"; ++i) {
    const std::string_view word = argv[i];
    const bool has_value = i + 1 < argc;
    if (word == "--runs" && has_value) {
      runs = static_cast<std::size_t>(std::max(1, std::atoi(argv[++i])));
    } else if (word == "--limit-seconds" && has_value) {
      limit_seconds = std::atof(argv[++i]);
    } else if (word == "--limit-mb" && has_value) {
      limit_megabytes = std::atof(argv[++i]);
    } else if (word == "--json") {
      json = true;
    } else if (word.starts_with("--")) {
      show_usage();
    } else {
      files.emplace_back(word);
    }
  }
  for (++i; i < argc; ++i) command.emplace_back(argv[i]);
  if (files.empty() || command.empty()) show_usage();

  bool over = false;
  if (json)
    std::printf("{\"compile_times\": [");
  else
    std::printf("%-28s %8s  %-15s %6s\n", "file", "seconds", "fastest..slowest", "MB");
  for (const std::string& file : files) {
    std::vector<double> seconds;
    double megabytes = 0;
    for (std::size_t run = 0; run < runs; ++run) {
      const Cost cost = compile(command, file);
      seconds.push_back(cost.seconds);
      megabytes = std::max(megabytes, cost.megabytes);
    }
    std::sort(seconds.begin(), seconds.end());
    const double median = (seconds[(runs - 1) / 2] + seconds[runs / 2]) / 2;
    if (json)
      std::printf("%s{\"file\": \"%s\", \"seconds\": %.3f, \"megabytes\": %.1f}",
                  &file == &files[0] ? "" : ", ", file.c_str(), median, megabytes);
    else
      std::printf("%-28s %8.2f  %6.2f..%-8.2f %6.0f\n", file.c_str(), median, seconds.front(), seconds.back(),
                  megabytes);
    if (limit_seconds > 0 && median > limit_seconds) {
      std::fprintf(json ? stderr : stdout, "  over the limit of %.2f seconds\n", limit_seconds);
      over = true;
    }
    if (limit_megabytes > 0 && megabytes > limit_megabytes) {
      std::fprintf(json ? stderr : stdout, "  over the limit of %.0f MB\n", limit_megabytes);
      over = true;
    }
  }
  if (json) std::printf("]}\n");
  return over ? 1 : 0;
}
