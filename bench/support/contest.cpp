// SPDX-License-Identifier: MIT
#include "contest.hpp"

#include <etch/measure/clock.hpp>
#include <etch/measure/peak.hpp>

#include <algorithm>

namespace bench {

using namespace etch::measure;

namespace {

double contest_seconds = 0.5;

/// Seconds: long against the clock's steps, short against the machine's moods.
constexpr double turn = 2e-3;

/// Seconds of a run, the mean of `times`, after as long again that is not measured: until the caches hold
/// what the run before left there, not what the others of the contest did, and until the core has the
/// frequency of such work.
double warm_seconds(const std::function<void()>& run, std::size_t times) {
  const auto begin = Clock::now();
  do run();
  while (seconds_between(begin, Clock::now()) < turn);
  return seconds_of(run, times);
}

}  // namespace

void set_contest_seconds(double seconds) { contest_seconds = seconds; }

void contest(benchmark::State& state, const Work& work, const Contender& ours,
             const std::vector<Contender>& others) {
  constexpr std::size_t fewest_turns = 5;
  const std::size_t our_times = times_for(ours.run, turn);
  std::vector<std::size_t> their_times;
  for (const Contender& other : others) their_times.push_back(times_for(other.run, turn));

  std::vector<double> seconds, peaks;
  std::vector<std::vector<double>> theirs(others.size()), ratios(others.size());
  for (auto _ : state) {
    const auto begin = Clock::now();
    while (peaks.size() < fewest_turns || seconds_between(begin, Clock::now()) < contest_seconds) {
      seconds.push_back(warm_seconds(ours.run, our_times));
      for (std::size_t n = 0; n < others.size(); ++n) {
        const double before = seconds.back();
        theirs[n].push_back(warm_seconds(others[n].run, their_times[n]));
        // Between two turns of ours, as ours is between two of theirs.
        seconds.push_back(warm_seconds(ours.run, our_times));
        ratios[n].push_back(theirs[n].back() / ((before + seconds.back()) / 2));
      }
      peaks.push_back(peak_multiply_adds());
    }
    state.SetIterationTime(median(seconds));
  }

  const double time = median(seconds);
  const double peak = *std::max_element(peaks.begin(), peaks.end());
  state.counters["us"] = time * 1e6;
  state.counters["+-%"] = spread(seconds) * 100;
  state.counters["turns"] = static_cast<double>(peaks.size());
  if (work.multiply_adds > 0) {
    state.counters["GF"] = work.multiply_adds * 2 / time / 1e9;
    state.counters["peak%"] = work.multiply_adds / time / median(peaks) * 100;
    state.counters["peak_GF"] = median(peaks) * 2 / 1e9;
    if (work.bytes > 0) {
      static const double bandwidth = read_bandwidth(std::size_t{1} << 25);
      // What the machine allows: all multiply-adds at the peak, or all bytes once from beyond the caches.
      const double bound = std::max(work.multiply_adds / peak, work.bytes / bandwidth);
      state.counters["roof%"] = bound / time * 100;
      state.counters["GB/s"] = bandwidth / 1e9;
      state.counters["flop/byte"] = work.multiply_adds * 2 / work.bytes;
    }
  }
  if (work.images != 1) {
    state.counters["images"] = work.images;
    state.counters["images/s"] = work.images / time;
  }
  for (std::size_t n = 0; n < others.size(); ++n) {
    state.counters[others[n].name + "_us"] = median(theirs[n]) * 1e6;
    state.counters[others[n].name + "_+-%"] = spread(theirs[n]) * 100;
    state.counters["x_" + others[n].name] = median(ratios[n]);
  }
}

}  // namespace bench
