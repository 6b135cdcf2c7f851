// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>
#include <etch/measure/clock.hpp>
#include <etch/measure/peak.hpp>
#include <etch/ops/operation.hpp>
#include <etch/ops/random.hpp>
#include <etch/summary.hpp>
#include <etch/training/initializer.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// How long each step of an inference takes.
namespace etch::measure {

/// Median and spread (see `spread`) of many times.
struct Time {
  double seconds = 0;
  double spread = 0;
};

struct StepTime {
  std::size_t layer = 0;    ///< Counted from 1, as in `etch::summary`.
  std::string name;         ///< Of the layer, and of those that its step does too: "Conv2d + Relu".
  std::string_view kernel;  ///< As in `etch::summary`.
  Shape input{}, output{};
  std::size_t multiply_adds = 0;
  Time time{};
};

struct InferenceTime {
  std::vector<StepTime> steps;  ///< In the order in which they run; free ones are left out.
  Time whole{};                 ///< Of one `forward`.
  double peak = 0;              ///< Multiply-adds a second of this core with nothing else to do, in between.
  std::size_t inferences = 0;   ///< That the times of the steps come from.
};

namespace detail {

template <class Net, std::size_t Index>
constexpr bool takes_time() {
  return !etch::detail::is_free<Inference<Net>>(Inference<Net>::program.steps[Index]);
}

template <class Geometry>
constexpr std::size_t multiply_adds(const Geometry& g) {
  if constexpr (requires { g.multiply_adds(); }) return g.multiply_adds();
  return 0;
}

template <class Net, std::size_t Index>
StepTime describe() {
  using Schedule = Inference<Net>;
  constexpr Step step = Schedule::program.steps[Index];
  constexpr auto g = compiler::geometry<typename Net::body, Schedule::program, Index>();
  StepTime made;
  made.layer = step.leaf + 1;
  made.name = std::string_view(compiler::Leaf<typename Net::body, step.leaf>::name);
  for_each_index<0, Net::layer_count>([&](auto other) {
    if constexpr (step.has_taken(other))
      made.name += " + " + std::string(std::string_view(Net::template Layer<other>::name));
  });
  made.kernel = Kernels<g>::kernel;
  made.input = Schedule::program.shape(step.inputs[0]);
  // A step that writes a part of a concatenation makes what its layer makes.
  made.output =
      step.partial ? Net::template Layer<step.leaf>::output_shape : Schedule::program.shape(step.output);
  made.multiply_adds = multiply_adds(g);
  return made;
}

/// Runs the steps one by one; the clock's readings before the first and after each go to `readings`.
template <class Net, std::size_t Count>
void run_by_steps(const Frame<float>& frame, std::array<Clock::time_point, Count>& readings) {
  std::size_t next = 0;
  readings[next++] = Clock::now();
  for_each_index<0, Inference<Net>::program.step_count>([&](auto index) {
    if constexpr (takes_time<Net, index>()) {
      run<Inference<Net>, FastBackend, index, index + 1>(frame);
      touch(frame.arena);
      readings[next++] = Clock::now();
    }
  });
}

inline Time summarize(const std::vector<double>& seconds) { return {median(seconds), spread(seconds)}; }

}  // namespace detail

/// Times inference of one random image with random weights for about `seconds`, on one thread. Steps run in
/// the network's order, so that each finds in the caches what it finds there in an inference.
template <class Net>
InferenceTime time_steps(double seconds = 1) {
  InferenceTime made;
  for_each_index<0, Inference<Net>::program.step_count>([&](auto index) {
    if constexpr (detail::takes_time<Net, index>()) made.steps.push_back(detail::describe<Net, index>());
  });

  const auto parameters = std::make_unique<Parameters<Net>>();
  initialize(He{.seed = 1}, *parameters);
  const auto prepared = std::make_unique<Prepared<Net>>();
  prepare(*parameters, *prepared);
  const auto workspace = std::make_unique<Workspace<Net>>();
  std::vector<float> image(Net::input_shape.size());
  for (std::size_t n = 0; n < image.size(); ++n)
    image[n] = static_cast<float>(mix(n) >> 40) / static_cast<float>(1 << 23) - 1.0f;
  const InputSpan<Net> input(image.data(), image.size());
  const Frame<float> frame{.input = image.data(), .parameters = prepared->values, .arena = workspace->values};

  const auto whole = [&] { touch(forward(*prepared, input, *workspace).data()); };
  constexpr double turn =
      1e-3;  // Seconds: long against the clock's steps, short against the machine's moods.
  constexpr std::size_t fewest_turns = 5;
  const std::size_t times = times_for(whole, turn);
  const double reading = clock_seconds();
  constexpr std::size_t count = Inference<Net>::program.step_count;
  std::array<Clock::time_point, count + 1> readings;
  std::vector<double> wholes, peaks;
  std::vector<std::vector<double>> by_step(made.steps.size());
  const auto begin = Clock::now();
  while (peaks.size() < fewest_turns || seconds_between(begin, Clock::now()) < seconds) {
    wholes.push_back(seconds_of(whole, times));
    std::vector<std::vector<double>> in_turn(made.steps.size());
    for (std::size_t n = 0; n < times; ++n) {
      detail::run_by_steps<Net>(frame, readings);
      for (std::size_t step = 0; step < made.steps.size(); ++step)
        in_turn[step].push_back(std::max(0.0, seconds_between(readings[step], readings[step + 1]) - reading));
    }
    for (std::size_t step = 0; step < made.steps.size(); ++step)
      by_step[step].push_back(median(std::move(in_turn[step])));
    peaks.push_back(peak_multiply_adds());
    made.inferences += times;
  }
  made.whole = detail::summarize(wholes);
  made.peak = median(std::move(peaks));
  for (std::size_t step = 0; step < made.steps.size(); ++step)
    made.steps[step].time = detail::summarize(by_step[step]);
  return made;
}

}  // namespace etch::measure
