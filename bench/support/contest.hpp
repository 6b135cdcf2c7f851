// SPDX-License-Identifier: MIT
#pragma once
#include <benchmark/benchmark.h>

#include <functional>
#include <string>
#include <vector>

// Ours against others, by turns in one run: what the machine does besides happens to all of them.
namespace bench {

/// Something that can be run again and again.
struct Contender {
  std::string name;
  std::function<void()> run;
};

/// What one run of ours amounts to.
struct Work {
  double multiply_adds = 0;  ///< As a table of layers counts them: taps on padding too.
  double bytes = 0;          ///< Read and written, if nothing is read twice.
  double images = 1;
};

/// Seconds that each contest takes, at least.
void set_contest_seconds(double seconds);

/// One line of the result: microseconds a run, multiply-adds a second and their share of the peak measured in
/// between, and for each of the others its time over ours.
void contest(benchmark::State& state, const Work& work, const Contender& ours,
             const std::vector<Contender>& others);

/// A benchmark that calls `contest` once. It repeats by itself: what it compares takes long to make.
template <class Run>
void register_contest(const std::string& name, const Run& run) {
  benchmark::RegisterBenchmark(name.c_str(), run)
      ->Iterations(1)
      ->UseManualTime()
      ->Unit(benchmark::kMicrosecond);
}

}  // namespace bench
