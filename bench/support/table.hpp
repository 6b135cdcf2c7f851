// SPDX-License-Identifier: MIT
#pragma once
#include <benchmark/benchmark.h>

#include <vector>

namespace bench {

/// Prints what `contest` counted, a line each, as it comes; the ratios last.
class Table : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
};

}  // namespace bench
