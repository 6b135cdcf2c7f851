// SPDX-License-Identifier: MIT
#pragma once
#include <etch/measure/clock.hpp>

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <vector>

// What the core can do at most, in the instruction set of this translation unit.

HWY_BEFORE_NAMESPACE();
namespace etch::measure {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Twelve independent chains: more than latency times throughput of any core, fewer than registers. Returns
/// the number of multiply-adds.
inline HWY_NOINLINE double run_multiply_adds(std::size_t rounds) {
  const hn::ScalableTag<float> d;
  const auto factor = hn::Set(d, 0.999f);
  // Each from a number that the compiler does not know, or it would compute one chain only.
  float start = 1.0f;
  const auto begin = [&]() HWY_ATTR {
    touch(&start);
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
  start = hn::GetLane(sum);
  touch(&start);
  return static_cast<double>(rounds * 12 * hn::Lanes(d));
}

/// Four sums: reading is what takes the time.
inline HWY_NOINLINE void read_all(const float* from, std::size_t count) {
  const hn::ScalableTag<float> d;
  const std::size_t lanes = hn::Lanes(d);
  auto a = hn::Zero(d), b = a, c = a, e = a;
  for (std::size_t n = 0; n + 4 * lanes <= count; n += 4 * lanes) {
    a = hn::Add(a, hn::LoadU(d, from + n)), b = hn::Add(b, hn::LoadU(d, from + n + lanes));
    c = hn::Add(c, hn::LoadU(d, from + n + 2 * lanes)), e = hn::Add(e, hn::LoadU(d, from + n + 3 * lanes));
  }
  const float sum = hn::GetLane(hn::Add(hn::Add(a, b), hn::Add(c, e)));
  touch(&sum);
}

}  // namespace HWY_NAMESPACE

/// Multiply-adds a second of this core, doing nothing else, now.
inline double peak_multiply_adds(double seconds = 3e-4) {
  static const std::size_t rounds = times_for([] { HWY_NAMESPACE::run_multiply_adds(1000); }, seconds) * 1000;
  double done = 0;
  const double time = seconds_of([&] { done = HWY_NAMESPACE::run_multiply_adds(rounds); }, 1);
  return done / time;
}

/// Bytes a second that this core reads from `bytes` of memory.
inline double read_bandwidth(std::size_t bytes) {
  const std::vector<float> numbers(std::max<std::size_t>(bytes / sizeof(float), 64), 1.0f);
  const auto run = [&] { HWY_NAMESPACE::read_all(numbers.data(), numbers.size()); };
  const std::size_t times = times_for(run, 2e-3);
  std::vector<double> rates;
  for (int n = 0; n < 9; ++n)
    rates.push_back(static_cast<double>(numbers.size() * sizeof(float)) / seconds_of(run, times));
  return median(rates);
}

}  // namespace etch::measure
HWY_AFTER_NAMESPACE();
