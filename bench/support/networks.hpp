// SPDX-License-Identifier: MIT
#pragma once
#include "contest.hpp"
#include "data.hpp"

#include <etch/etch.hpp>
#include <etch/training/initializer.hpp>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

// Benchmarks of one inference of a whole network, with what others take for the same.
namespace bench {

#ifdef ETCH_BENCH_ONEDNN
/// The steps of a network's inference as oneDNN's primitives.
template <class Net>
class OneDnnNetwork {
  using Schedule = etch::Inference<Net>;
  static constexpr const auto& program = Schedule::program;
  using Tensor = OneDnn::Tensor;

 public:
  explicit OneDnnNetwork(const etch::Prepared<Net>& prepared) {
    input_ = peer_.input(dims_of(Net::input_shape));
    at(program.input) = input_;
    etch::for_each_index<0, program.step_count>([&](auto index) { add<index>(prepared); });
  }
  void run() { peer_.run(); }
  void fill(const float* numbers) { peer_.fill(input_, numbers); }
  std::vector<float> output() { return peer_.numbers(at(program.output)); }

 private:
  OneDnn peer_;
  Tensor input_;
  std::array<Tensor, program.value_capacity> tensors_{};
  std::array<std::vector<Tensor*>, program.value_capacity> parts_{};

  Tensor& at(etch::ValueId id) { return tensors_[static_cast<std::size_t>(id)]; }

  /// The value, for a step that may be the last to read it.
  template <std::size_t Index>
  Tensor& read(etch::ValueId id) {
    auto& parts = parts_[static_cast<std::size_t>(id)];
    if (!parts.empty()) {
      at(id) = peer_.concat(parts);
      parts.clear();
    }
    bool last = id != program.output && id != program.input;
    for (std::size_t later = Index + 1; later < program.step_count; ++later)
      for (const etch::ValueId input : program.steps[later].inputs)
        if (input != etch::no_value && program.value(input).storage == program.value(id).storage)
          last = false;
    at(id).last_use = last;
    return at(id);
  }

  template <std::size_t Index>
  void add(const etch::Prepared<Net>& prepared) {
    constexpr etch::Step step = program.steps[Index];
    if constexpr (etch::detail::is_free<Schedule>(step)) {
      at(step.result) = peer_.reshape(read<Index>(step.inputs[0]), dims_of(program.shape(step.result)));
    } else if constexpr (step.partial) {
      parts_[static_cast<std::size_t>(step.result)].push_back(&read<Index>(step.inputs[0]));
    } else {
      constexpr auto g = etch::compiler::geometry<typename Net::body, program, Index>();
      Tensor* other = step.inputs[1] == etch::no_value ? nullptr : &read<Index>(step.inputs[1]);
      Tensor& in = read<Index>(step.inputs[0]);
      const std::vector<float> parameters = parameters_of<Index>(prepared);
      Tensor made = peer_.add(g, in, other, parameters.data());
      // A mean over all positions leaves extents of 1 behind.
      at(step.result) = peer_.reshape(made, dims_of(program.shape(step.result)));
    }
  }
  /// As the layer has them, normalisations folded in.
  template <std::size_t Index>
  static std::vector<float> parameters_of(const etch::Prepared<Net>& prepared) {
    constexpr etch::Step step = program.steps[Index];
    constexpr auto g = etch::compiler::geometry<typename Net::body, program, Index>();
    std::vector<float> parameters(step.parameter_count + 1);
    const float* from = prepared.values + step.packed_offset;
    using Operation = etch::Kernels<g>;
    if constexpr (etch::detail::Packs<Operation>)
      Operation::packing::unpack(from, parameters.data());
    else
      std::copy_n(from, step.parameter_count, parameters.data());
    return parameters;
  }
};
#endif

/// One inference of `Net` with random weights.
template <class Net>
void run_network(benchmark::State& state) {
  const auto parameters = std::make_unique<etch::Parameters<Net>>();
  etch::initialize(etch::He{.seed = 1}, *parameters);
  const auto prepared = std::make_unique<etch::Prepared<Net>>();
  etch::prepare(*parameters, *prepared);
  const auto workspace = std::make_unique<etch::Workspace<Net>>();
  const Numbers input = Numbers::random(Net::input_shape.size(), 1);
  const etch::InputSpan<Net> image(input.data(), Net::input_shape.size());
  const auto run = [&] {
    benchmark::DoNotOptimize(etch::forward(*prepared, image, *workspace).data());
    benchmark::ClobberMemory();
  };

  std::vector<Contender> others;
#ifdef ETCH_BENCH_ONEDNN
  std::unique_ptr<OneDnnNetwork<Net>> peer;
  try {
    peer = std::make_unique<OneDnnNetwork<Net>>(*prepared);
    peer->fill(input.data());
    peer->run();
    const etch::OutputSpan<Net> ours = etch::forward(*prepared, image, *workspace);
    const double error = difference(ours.data(), peer->output());
    if (!(error < 1e-3)) {
      state.SkipWithError(("differs from oneDNN by " + std::to_string(error)).c_str());
      return;
    }
    others.push_back({"oneDNN", [&peer] { peer->run(); }});
  } catch (const NoPeer& problem) {
    std::fprintf(stderr, "bench: %s\n", problem.what());
  } catch (const dnnl::error& problem) {
    std::fprintf(stderr, "bench: oneDNN: %s\n", problem.what());
  }
#endif
  contest(state, {.multiply_adds = static_cast<double>(Net::multiply_adds)}, {"etch", run}, others);
}

template <class Net>
int register_network(const char* name) {
  benchmark::RegisterBenchmark(name, run_network<Net>)->UseManualTime()->Unit(benchmark::kMicrosecond);
  return 0;
}

}  // namespace bench
