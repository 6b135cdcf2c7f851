// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>
#include <etch/training/initializer.hpp>

#include <memory>
#include <vector>

#include "../peers/program.hpp"
#include "contest.hpp"
#include "data.hpp"
#include "invite.hpp"

// Benchmarks of one inference of a whole network, with what others take for the same.
namespace bench {

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
  try {
    others = invite(peer_program<Net>(*prepared), input.data(),
                    etch::forward(*prepared, image, *workspace).data());
  } catch (const Disagreement& problem) {
    state.SkipWithError(problem.what());
    return;
  }
  contest(state, {.multiply_adds = static_cast<double>(Net::multiply_adds)}, {"etch", run}, others);
}

template <class Net>
int register_network(const char* name) {
  register_contest(name, run_network<Net>);
  return 0;
}

}  // namespace bench
