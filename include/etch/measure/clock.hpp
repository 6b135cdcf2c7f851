// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

// Times of code that takes microseconds, and what many of them amount to.
namespace etch::measure {

using Clock = std::chrono::steady_clock;

inline double seconds_between(Clock::time_point begin, Clock::time_point end) {
  return std::chrono::duration<double>(end - begin).count();
}

/// What `at` points to counts as read and written here by something that the compiler does not see.
inline void touch(const void* at) { asm volatile("" : : "r"(at) : "memory"); }

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
  const double middle = values[values.size() / 2];
  if (middle == 0) return 0;
  return (values[values.size() * 3 / 4] - values[values.size() / 4]) / 2 / middle;
}

/// Seconds of one run, the mean of `times`.
template <class F>
double seconds_of(const F& run, std::size_t times) {
  const auto begin = Clock::now();
  for (std::size_t n = 0; n < times; ++n) run();
  return seconds_between(begin, Clock::now()) / static_cast<double>(times);
}

/// How often something has to run to take `seconds`, so that the clock's steps do not count; it has run
/// before, so that the first, cold, run does not count either.
template <class F>
std::size_t times_for(const F& run, double seconds) {
  run();
  const double once = std::max(seconds_of(run, 1), 1e-9);
  return static_cast<std::size_t>(std::clamp(seconds / once, 1.0, 1e6));
}

/// Seconds that reading the clock takes.
inline double clock_seconds() {
  std::vector<double> values;
  for (int n = 0; n < 101; ++n) {
    const auto begin = Clock::now();
    values.push_back(seconds_between(begin, Clock::now()));
  }
  return median(std::move(values));
}

}  // namespace etch::measure
