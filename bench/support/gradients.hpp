// SPDX-License-Identifier: MIT
#pragma once
#include "steps.hpp"

#include <etch/train.hpp>

#include <string>
#include <type_traits>
#include <vector>

#ifdef ETCH_BENCH_ONEDNN
#include "../peers/onednn_backward.hpp"
#endif

// Benchmarks of the gradients of convolutions and dense layers, of as many images as training takes at a
// time.
namespace bench {

/// A gradient, and what it is computed from: one of `Parts` of a batch, the first of which lays parameters
/// out for all.
template <auto G, etch::Pass Pass, std::size_t Images, std::size_t Parts, class Operation = etch::Kernels<G>>
struct OurGradient {
  static constexpr bool by_input = Pass == etch::Pass::input_gradient;
  static constexpr etch::KernelNeeds needs = etch::needs_of(G, etch::this_target);
  static constexpr bool packs = by_input && Parts > 1 && needs.input_gradient_packed > 0;

  Numbers input = Numbers::random(Images * G.input_size(), 1);
  Numbers output_gradient = Numbers::random(Images * G.output_size(), 2);
  Numbers parameters = Numbers::random(G.parameter_count(), 3);
  Numbers result{by_input ? Images * G.input_size() : G.parameter_count()};
  Numbers scratch{by_input ? needs.input_gradient_scratch : needs.parameter_gradient_scratch};
  Numbers packed{packs ? needs.input_gradient_packed : 0};
  mutable std::size_t part = 0;

  /// By the parameters it is added to what is there: only of the first run it is the gradient.
  void run() const {
    etch::Operands<float> o;
    o.input = input.data();
    o.output_gradient = output_gradient.data();
    o.parameters = parameters.data();
    o.result = result.data();
    o.scratch = scratch.data();
    o.images = Images;
    if constexpr (packs) o.packed = {packed.data(), part++ % Parts != 0};
    if constexpr (by_input)
      Operation::input_gradient(o);
    else
      Operation::parameter_gradient(o);
    benchmark::ClobberMemory();
  }
};

/// Whether a gradient is computed by Winograd's algorithm.
template <auto G, etch::Pass Pass>
constexpr bool gradient_by_winograd() {
  if constexpr (Pass == etch::Pass::input_gradient && by_winograd<G>())
    return by_winograd<winograd_adjoint(G, etch::this_target)>();
  return by_winograd<G>();
}

template <auto G, etch::Pass Pass, std::size_t Images, std::size_t Parts>
void run_gradient(benchmark::State& state, [[maybe_unused]] etch::Shape in) {
  using Ours = OurGradient<G, Pass, Images, Parts>;
  const Ours ours;
  ours.run();
  std::vector<Contender> others;
#ifdef ETCH_BENCH_ONEDNN
  OneDnnBackward peer;
  if (!invite_onednn(state, others, peer, ours.result, [&] {
        if constexpr (Ours::by_input)
          peer.add_input_gradient(G, dims_of(in, Images), ours.parameters.data(),
                                  ours.output_gradient.data());
        else
          peer.add_parameter_gradient(G, dims_of(in, Images), ours.input.data(), ours.output_gradient.data());
        peer.run();
        return peer.result();
      }))
    return;
#endif
  if constexpr (gradient_by_winograd<G, Pass>())
    others.push_back(direct<OurGradient<G, Pass, Images, Parts, typename etch::Kernels<G>::Direct>>());
  // As many multiply-adds as forward. Parameters are read, their gradient is read and written.
  const std::size_t numbers =
      Images * (G.input_size() + G.output_size()) + (Ours::by_input ? 1 : 2) * G.parameter_count();
  const Work work{.multiply_adds = static_cast<double>(Images * G.multiply_adds()),
                  .bytes = 4.0 * static_cast<double>(numbers),
                  .images = Images};
  contest(state, work, {"etch", [&ours] { ours.run(); }}, others);
}

/// Whether a step computes a gradient of a convolution or of a dense layer.
template <class Schedule, std::size_t Index>
constexpr bool is_timed_gradient() {
  constexpr etch::Pass pass = Schedule::program.steps[Index].pass;
  if constexpr (pass == etch::Pass::input_gradient || pass == etch::Pass::parameter_gradient) {
    using G = decltype(etch::compiler::geometry<typename Schedule::net::body, Schedule::program, Index>());
    return std::is_same_v<G, etch::ConvolutionGeometry> || std::is_same_v<G, etch::DenseGeometry>;
  }
  return false;
}

template <class Schedule, std::size_t Index>
void register_gradient(const std::string& network) {
  constexpr etch::Step step = Schedule::program.steps[Index];
  constexpr auto g = etch::compiler::geometry<typename Schedule::net::body, Schedule::program, Index>();
  const etch::Shape in = Schedule::program.shape(step.inputs[0]);
  const std::string by = step.pass == etch::Pass::input_gradient ? " by input" : " by parameters";
  register_contest(step_name<Schedule, Index>(network) + by,
                   [in, run = run_gradient<g, step.pass, Schedule::images, Schedule::parts>](
                       benchmark::State& state) { run(state, in); });
}

/// What a training step runs for so many images at a time of a batch.
template <class Net, std::size_t Batch>
struct TrainingSteps : etch::Training<Net, etch::SoftmaxCrossEntropy, Net::template training_images<Batch>> {
  static constexpr std::size_t images = Net::template training_images<Batch>;
  static constexpr std::size_t parts = (Batch + images - 1) / images;
};

/// A benchmark for each different gradient of a convolution or dense layer, the first layer's first: backward
/// runs them the other way round. By the network's input there is none.
template <class Net, std::size_t Batch>
int register_gradients(const std::string& network) {
  using Schedule = TrainingSteps<Net, Batch>;
  constexpr std::size_t count = Schedule::program.step_count;
  etch::for_each_index<0, count>([&](auto n) {
    constexpr std::size_t index = count - 1 - n;
    if constexpr (is_timed_gradient<Schedule, index>())
      if constexpr (count_alike<Schedule, index, index + 1, count>() == 0)
        register_gradient<Schedule, index>(network);
  });
  return 0;
}

}  // namespace bench
