// SPDX-License-Identifier: MIT
#include "table.hpp"

#include <etch/measure/machine.hpp>

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace bench {
namespace {

/// Why a run has no result, or nothing. Google Benchmark 1.8 calls it otherwise.
template <class Run>
std::string failure(const Run& run) {
  if constexpr (requires { run.error_occurred; })
    return run.error_occurred ? run.error_message : "";
  else
    return run.skipped ? run.skip_message : "";
}

/// The counter with `digits` behind the point, "-" where there is none.
template <class Run>
std::string counter(const Run& run, const std::string& name, int digits) {
  const auto found = run.counters.find(name);
  if (found == run.counters.end()) return "-";
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, found->second.value);
  return text;
}

}  // namespace

bool Table::ReportContext(const Context&) {
  std::printf("%s, %s, %s\n", etch::measure::processor().c_str(), etch::measure::instruction_set().c_str(),
              etch::measure::compiler().c_str());
  std::printf("%-50s %11s %6s %8s %7s %7s %9s\n", "median of one run", "us", "+-%", "GFLOP/s", "% peak",
              "% roof", "images/s");
  return true;
}

void Table::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    // Without "/iterations:1/manual_time".
    const std::string& name = run.run_name.function_name;
    if (const std::string problem = failure(run); !problem.empty()) {
      std::printf("%s: %s\n", name.c_str(), problem.c_str());
      continue;
    }
    std::printf("%-50s %11s %6s %8s %7s %7s %9s", name.c_str(), counter(run, "us", 2).c_str(),
                counter(run, "+-%", 1).c_str(), counter(run, "GF", 1).c_str(),
                counter(run, "peak%", 1).c_str(), counter(run, "roof%", 1).c_str(),
                counter(run, "images/s", 0).c_str());
    if (!run.report_label.empty()) std::printf("  %s", run.report_label.c_str());
    for (const auto& [key, value] : run.counters) {
      constexpr std::string_view prefix = "x_";
      if (!key.starts_with(prefix)) continue;
      const std::string peer = key.substr(prefix.size());
      std::printf("  %s %s us: %.2fx", peer.c_str(), counter(run, peer + "_us", 2).c_str(), value.value);
    }
    std::printf("\n");
  }
  std::fflush(stdout);
}

}  // namespace bench
