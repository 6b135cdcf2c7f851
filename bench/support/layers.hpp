// SPDX-License-Identifier: MIT
#pragma once
#include "invite.hpp"
#include "steps.hpp"

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// Benchmarks of the steps that inference runs, each with what others take for the same.
namespace bench {

template <class Geometry>
std::size_t parameter_count(const Geometry& g) {
  if constexpr (requires { g.parameter_count(); }) return g.parameter_count();
  return 0;
}
template <class Geometry>
std::size_t multiply_adds(const Geometry& g) {
  if constexpr (requires { g.multiply_adds(); }) return g.multiply_adds();
  return 0;
}
/// A step's operation, and what it works on.
template <auto G, class Operation = etch::Kernels<G>>
struct OurStep {
  Numbers input = Numbers::random(G.input_size(), 1);
  Numbers other = Numbers::random(G.output_size(), 2);
  Numbers parameters = Numbers::random(parameter_count(G), 3);
  Numbers prepared{packed_count()};
  Numbers result{etch::result_size(G)};
  Numbers scratch{etch::needs_of(G, etch::this_target).inference_scratch};

  OurStep() {
    if constexpr (etch::detail::Packs<Operation>) {
      const float* p = parameters.data();
      Operation::packing::pack([p](std::size_t n) { return p[n]; },
                               [p](std::size_t k) { return p[G.weight_count() + k]; }, prepared.data());
    }
  }
  void run() const {
    etch::Operands<float> o;
    o.input = input.data();
    o.other = other.data();
    o.parameters = prepared.data();
    o.result = result.data();
    o.scratch = scratch.data();
    if constexpr (etch::detail::Packs<Operation>) {
      if constexpr (requires { Operation::infer_image_by_image(o); })
        Operation::infer_image_by_image(o);
      else
        Operation::infer(o);
    } else {
      o.parameters = parameters.data();
      Operation::forward(o);
    }
    benchmark::ClobberMemory();
  }

 private:
  static constexpr std::size_t packed_count() {
    if constexpr (etch::detail::Packs<Operation>)
      return Operation::packing::needs.weights + Operation::packing::needs.biases;
    return 0;
  }
};

/// The step as a program of its own, for libraries that take networks.
template <auto G>
PeerProgram program_of(etch::Shape in, etch::Shape out, const float* parameters) {
  PeerStep step;
  step.geometry = G;
  step.inputs = {0, PeerStep::none};
  step.result = 1;
  step.shape = out;
  step.parameters.assign(parameters, parameters + parameter_count(G));
  step.parameters.push_back(0);  // A pointer for those that have none, too.
  PeerProgram made{
      .steps = {}, .value_count = 2, .input = 0, .output = 1, .input_shape = in, .output_shape = out};
  made.steps.push_back(std::move(step));
  return made;
}

template <auto G>
void run_step(benchmark::State& state, etch::Shape in, etch::Shape out, bool has_other) {
  const OurStep<G> ours;
  ours.run();
  std::vector<Contender> others;
#ifdef ETCH_BENCH_ONEDNN
  OneDnn peer;
  if (!invite_onednn(state, others, peer, ours.result, [&] {
        OneDnn::Tensor from = OneDnn::free_input(dims_of(in));
        OneDnn::Tensor other = OneDnn::free_input(dims_of(out));
        from.last_use = false;
        const OneDnn::Tensor to = peer.add(G, from, has_other ? &other : nullptr, ours.parameters.data());
        peer.fill(from, ours.input.data());
        if (has_other) peer.fill(other, ours.other.data());
        peer.run();
        return peer.numbers(to);
      }))
    return;
#endif
  if constexpr (std::is_constructible_v<AnyGeometry, decltype(G)>) {
    // The others have programs of one input, and of whole outputs.
    if (!has_other && etch::result_size(G) == out.size()) {
      try {
        for (Contender& other : invite_others(program_of<G>(in, out, ours.parameters.data()),
                                              ours.input.data(), ours.result.data()))
          others.push_back(std::move(other));
      } catch (const Disagreement& problem) {
        state.SkipWithError(problem.what());
        return;
      }
    }
  }
  if constexpr (by_winograd<G>()) others.push_back(direct<OurStep<G, typename etch::Kernels<G>::Direct>>());
  const Work work{.multiply_adds = static_cast<double>(multiply_adds(G)),
                  .bytes = 4.0 * static_cast<double>(G.input_size() + parameter_count(G) + G.output_size())};
  state.SetLabel(std::string(std::string_view(etch::Kernels<G>::kernel)));
  contest(state, work, {"etch", [&ours] { ours.run(); }}, others);
}

template <class Net, std::size_t Index>
void register_step(const std::string& network) {
  using Schedule = etch::Inference<Net>;
  constexpr etch::Step step = Schedule::program.steps[Index];
  if constexpr (!etch::detail::is_free<Schedule>(step)) {
    constexpr auto g = etch::compiler::geometry<typename Net::body, Schedule::program, Index>();
    const etch::Shape in = Schedule::program.shape(step.inputs[0]);
    const etch::Shape out = Schedule::program.shape(step.output);
    constexpr bool has_other = step.inputs[1] != etch::no_value;
    constexpr std::size_t times = count_alike<Schedule, Index, Index, Schedule::program.step_count>();
    register_contest(step_name<Schedule, Index>(network), [=, run = run_step<g>](benchmark::State& state) {
      run(state, in, out, has_other);
      state.counters["times"] = static_cast<double>(times);
    });
  }
}

/// A benchmark for each different step of the network, which says how many times there is one like it.
template <class Net>
int register_steps(const std::string& network) {
  using Schedule = etch::Inference<Net>;
  etch::for_each_index<0, Schedule::program.step_count>([&](auto index) {
    if constexpr (count_alike<Schedule, index, 0, index>() == 0) register_step<Net, index>(network);
  });
  return 0;
}

}  // namespace bench
