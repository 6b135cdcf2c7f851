// SPDX-License-Identifier: MIT
#pragma once
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
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

inline double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Half the distance between the quartiles, relative to the median.
inline double spread(std::vector<double> values) {
  if (values.size() < 4) return 0;
  std::sort(values.begin(), values.end());
  return (values[values.size() * 3 / 4] - values[values.size() / 4]) / 2 / values[values.size() / 2];
}

inline double seconds_of(const std::function<void()>& run, std::size_t times) {
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t n = 0; n < times; ++n) run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() /
         static_cast<double>(times);
}

/// How often something has to run so that the clock's steps and its first, cold, run do not count.
inline std::size_t times_for(const std::function<void()>& run, double seconds) {
  run();
  const double once = std::max(seconds_of(run, 1), 1e-9);
  return static_cast<std::size_t>(std::clamp(seconds / once, 1.0, 1e6));
}

/// Multiply-adds a second of this core, doing nothing else, now.
double peak_multiply_adds(double seconds = 3e-4);
/// Bytes a second that this core reads from `bytes` of memory.
double read_bandwidth(std::size_t bytes);

/// One line of the result: microseconds a run, multiply-adds a second and their share of the peak measured in
/// between, and for each of the others its time over ours.
void contest(benchmark::State& state, const Work& work, const Contender& ours,
             const std::vector<Contender>& others);

}  // namespace bench
