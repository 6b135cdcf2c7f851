// SPDX-License-Identifier: MIT
#include "contest.hpp"

#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace bench {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Twelve independent chains: more than latency times throughput of any core, fewer than registers.
double run_multiply_adds(std::size_t rounds) {
  const hn::ScalableTag<float> d;
  const auto factor = hn::Set(d, 0.999f);
  // Each from a number that the compiler does not know, or it would compute one chain only.
  float start = 1.0f;
  const auto begin = [&]() HWY_ATTR {
    benchmark::DoNotOptimize(start);
    return hn::Set(d, start);
  };
  auto a = begin(), b = begin(), c = begin(), e = begin(), f = begin(), g = begin();
  auto h = begin(), i = begin(), j = begin(), k = begin(), l = begin(), m = begin();
  for (std::size_t n = 0; n < rounds; ++n) {
    a = hn::MulAdd(a, factor, factor), b = hn::MulAdd(b, factor, factor), c = hn::MulAdd(c, factor, factor);
    e = hn::MulAdd(e, factor, factor), f = hn::MulAdd(f, factor, factor), g = hn::MulAdd(g, factor, factor);
    h = hn::MulAdd(h, factor, factor), i = hn::MulAdd(i, factor, factor), j = hn::MulAdd(j, factor, factor);
    k = hn::MulAdd(k, factor, factor), l = hn::MulAdd(l, factor, factor), m = hn::MulAdd(m, factor, factor);
  }
  const auto sum =
      hn::Add(hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, e)), hn::Add(hn::Add(f, g), hn::Add(h, i))),
              hn::Add(hn::Add(j, k), hn::Add(l, m)));
  benchmark::DoNotOptimize(hn::GetLane(sum));
  return static_cast<double>(rounds * 12 * hn::Lanes(d));
}

/// Four sums: reading is what takes the time.
void read_all(const float* from, std::size_t count) {
  const hn::ScalableTag<float> d;
  const std::size_t lanes = hn::Lanes(d);
  auto a = hn::Zero(d), b = a, c = a, e = a;
  for (std::size_t n = 0; n + 4 * lanes <= count; n += 4 * lanes) {
    a = hn::Add(a, hn::LoadU(d, from + n)), b = hn::Add(b, hn::LoadU(d, from + n + lanes));
    c = hn::Add(c, hn::LoadU(d, from + n + 2 * lanes)), e = hn::Add(e, hn::LoadU(d, from + n + 3 * lanes));
  }
  benchmark::DoNotOptimize(hn::GetLane(hn::Add(hn::Add(a, b), hn::Add(c, e))));
}

}  // namespace HWY_NAMESPACE
}  // namespace bench
HWY_AFTER_NAMESPACE();

namespace bench {

double peak_multiply_adds(double seconds) {
  static const std::size_t rounds = times_for([] { HWY_NAMESPACE::run_multiply_adds(1000); }, seconds) * 1000;
  double done = 0;
  const double time = seconds_of([&] { done = HWY_NAMESPACE::run_multiply_adds(rounds); }, 1);
  return done / time;
}

double read_bandwidth(std::size_t bytes) {
  const std::vector<float> numbers(std::max<std::size_t>(bytes / sizeof(float), 64), 1.0f);
  const auto run = [&] { HWY_NAMESPACE::read_all(numbers.data(), numbers.size()); };
  const std::size_t times = times_for(run, 2e-3);
  std::vector<double> rates;
  for (int n = 0; n < 9; ++n)
    rates.push_back(static_cast<double>(numbers.size() * sizeof(float)) / seconds_of(run, times));
  return median(rates);
}

void contest(benchmark::State& state, const Work& work, const Contender& ours,
             const std::vector<Contender>& others) {
  constexpr double turn =
      1e-3;  // Seconds: long against the clock's steps, short against the machine's moods.
  const std::size_t our_times = times_for(ours.run, turn);
  std::vector<std::size_t> their_times;
  for (const Contender& other : others) their_times.push_back(times_for(other.run, turn));

  std::vector<double> seconds, peaks;
  std::vector<std::vector<double>> theirs(others.size()), ratios(others.size());
  for (auto _ : state) {
    const double time = seconds_of(ours.run, our_times);
    state.SetIterationTime(time * static_cast<double>(our_times));
    seconds.push_back(time);
    for (std::size_t n = 0; n < others.size(); ++n) {
      theirs[n].push_back(seconds_of(others[n].run, their_times[n]));
      // Between two turns of ours, as ours is between two of theirs.
      const double again = seconds_of(ours.run, our_times);
      ratios[n].push_back(theirs[n].back() / ((seconds.back() + again) / 2));
      seconds.push_back(again);
    }
    peaks.push_back(peak_multiply_adds());
  }

  const double time = median(seconds);
  const double peak = *std::max_element(peaks.begin(), peaks.end());
  state.counters["us"] = time * 1e6;
  state.counters["+-%"] = spread(seconds) * 100;
  if (work.multiply_adds > 0) {
    state.counters["GF"] = work.multiply_adds * 2 / time / 1e9;
    state.counters["peak%"] = work.multiply_adds / time / median(peaks) * 100;
    if (work.bytes > 0) {
      static const double bandwidth = read_bandwidth(std::size_t{1} << 25);
      // What the machine allows: all multiply-adds at the peak, or all bytes once from beyond the caches.
      const double bound = std::max(work.multiply_adds / peak, work.bytes / bandwidth);
      state.counters["roof%"] = bound / time * 100;
    }
  }
  if (work.images != 1) state.counters["images/s"] = work.images / time;
  for (std::size_t n = 0; n < others.size(); ++n) {
    state.counters[others[n].name + "_us"] = median(theirs[n]) * 1e6;
    state.counters["x_" + others[n].name] = median(ratios[n]);
  }
}

}  // namespace bench
