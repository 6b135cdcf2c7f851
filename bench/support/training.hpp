// SPDX-License-Identifier: MIT
#pragma once
#include "contest.hpp"
#include "data.hpp"

#include <etch/etch.hpp>
#include <etch/train.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#ifdef ETCH_BENCH_TORCH
#include "../peers/torch_operations.hpp"
#endif

// Benchmarks of a training step: forward, backward and update of a batch.
namespace bench {

#ifdef ETCH_BENCH_TORCH
/// The layers of `Net` in PyTorch; returns the number of the output.
template <class Net>
std::size_t build(Torch& torch, const etch::Parameters<Net>& parameters) {
  // A copy: clang takes no part of a variable as a template argument.
  static constexpr auto program = Net::program;
  std::array<std::size_t, program.value_capacity> numbers{};
  const auto at = [&](etch::ValueId id) -> std::size_t& { return numbers[static_cast<std::size_t>(id)]; };
  etch::for_each_index<0, program.step_count>([&](auto index) {
    constexpr etch::Step step = program.steps[index];
    constexpr auto g = etch::compiler::geometry<typename Net::body, program, index>();
    const std::size_t in = at(step.inputs[0]);
    if constexpr (std::is_same_v<std::remove_cv_t<decltype(g)>, etch::SumGeometry>)
      at(step.output) = torch.sum(in, at(step.inputs[1]));
    else if constexpr (program.shape(step.output).rank() == 1 && program.shape(step.inputs[0]).rank() == 3 &&
                       step.memory == etch::Memory::view)
      at(step.output) = torch.flatten(in);
    else
      at(step.output) = add(torch, g, in, parameters.values + step.parameter_offset);
    // A mean over all positions leaves extents of 1 behind.
    if constexpr (program.shape(step.output).rank() == 1 && program.shape(step.inputs[0]).rank() == 3 &&
                  step.memory != etch::Memory::view)
      at(step.output) = torch.flatten(at(step.output));
  });
  return at(program.output);
}
#endif

/// A training step of `Net`, which ends in logits, for batches of `Batch` random images.
template <class Net, std::size_t Batch>
void run_training(benchmark::State& state) {
  using Trainer = etch::Trainer<Net, etch::SoftmaxCrossEntropy, etch::Sgd, Batch>;
  constexpr float learning_rate = 1e-3f;
  const auto parameters = std::make_unique<etch::Parameters<Net>>();
  etch::initialize(etch::He{.seed = 1}, *parameters);
  const auto trainer = std::make_unique<Trainer>(*parameters, etch::Sgd{.learning_rate = learning_rate});
  const Numbers images = Numbers::random(Batch * Net::input_shape.size(), 1);
  std::vector<std::size_t> labels;
  for (std::size_t n = 0; n < Batch; ++n) {
    labels.push_back(n % Net::output_shape.size());
    const float* image = images.data() + n * Net::input_shape.size();
    trainer->load(n, etch::InputSpan<Net>(image, Net::input_shape.size()), labels.back());
  }

  std::vector<Contender> others;
#ifdef ETCH_BENCH_TORCH
  Torch peer(torch_images(Batch, Net::input_shape), learning_rate);
  try {
    const std::size_t output = build<Net>(peer, *parameters);
    peer.load(images.data(), labels);
    const float ours = trainer->step();
    const float theirs = peer.step(output);
    if (!(std::abs(ours - theirs) < 1e-3f * std::abs(theirs))) {
      state.SkipWithError(("loss " + std::to_string(ours) + ", PyTorch's " + std::to_string(theirs)).c_str());
      return;
    }
    others.push_back({"PyTorch", [&peer, output] { peer.step(output); }});
  } catch (const NoPeer& problem) {
    std::fprintf(stderr, "bench: %s\n", problem.what());
  }
#endif
  const auto run = [&] { benchmark::DoNotOptimize(trainer->step()); };
  // Twice forward's multiply-adds go backward.
  contest(state, {.multiply_adds = 3.0 * static_cast<double>(Net::multiply_adds * Batch), .images = Batch},
          {"etch", run}, others);
}

template <class Net, std::size_t Batch>
int register_training(const std::string& name) {
  register_contest(name + " batch " + std::to_string(Batch), run_training<Net, Batch>);
  return 0;
}

}  // namespace bench
