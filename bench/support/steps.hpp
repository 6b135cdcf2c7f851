// SPDX-License-Identifier: MIT
#pragma once
#include "contest.hpp"
#include "data.hpp"

#include <etch/etch.hpp>
#include <etch/measure/shapes.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// What benchmarks of a schedule's steps have in common.
namespace bench {

/// Whether a step is done by Winograd's algorithm.
template <auto G>
constexpr bool by_winograd() {
  if constexpr (std::is_same_v<std::remove_const_t<decltype(G)>, etch::ConvolutionGeometry>)
    return winograd_outputs(G, etch::this_target) != 0;
  return false;
}

/// What it calls etch's own convolution without Winograd's algorithm, `Direct`, beside one by it.
template <class Direct>
Contender direct() {
  return {"direct", [ours = std::make_shared<Direct>()] { ours->run(); }};
}

#ifdef ETCH_BENCH_ONEDNN
/// Adds oneDNN to the others, if it has what is asked for. `add` adds that to the peer, runs it and returns
/// what came out; returns false if that is not ours.
template <class Peer, class Add>
bool invite_onednn(benchmark::State& state, std::vector<Contender>& others, Peer& peer, const Numbers& ours,
                   const Add& add) {
  try {
    const double error = difference(ours.data(), add());
    if (!(error < 1e-3)) {
      state.SkipWithError(("differs from oneDNN by " + std::to_string(error)).c_str());
      return false;
    }
    others.push_back({"oneDNN", [&peer] { peer.run(); }});
  } catch (const NoPeer&) {
  } catch (const dnnl::error& error) {
    std::fprintf(stderr, "bench: oneDNN: %s\n", error.what());
  }
  return true;
}
#endif

/// "LeNet-5/1 Conv2d 28x28x1->28x28x6".
template <class Schedule, std::size_t Index>
std::string step_name(const std::string& network) {
  constexpr etch::Step step = Schedule::program.steps[Index];
  using Layer = etch::compiler::Leaf<typename Schedule::net::body, step.leaf>;
  return network + "/" + std::to_string(step.leaf + 1) + " " + std::string(std::string_view(Layer::name)) +
         " " +
         etch::measure::shapes_text(Schedule::program.shape(step.inputs[0]),
                                    Schedule::program.shape(step.output));
}

template <auto>
struct Geometry {};

/// Whether step `Other` does the same with the same geometry.
template <class Schedule, std::size_t Index, std::size_t Other>
constexpr bool is_alike() {
  using Body = typename Schedule::net::body;
  constexpr const auto& program = Schedule::program;
  if constexpr (program.steps[Index].pass != program.steps[Other].pass)
    return false;
  else
    return std::is_same_v<Geometry<etch::compiler::geometry<Body, program, Index>()>,
                          Geometry<etch::compiler::geometry<Body, program, Other>()>>;
}

/// How many of the steps `Begin` to `End` - 1 do.
template <class Schedule, std::size_t Index, std::size_t Begin, std::size_t End>
constexpr std::size_t count_alike() {
  return []<std::size_t... Other>(std::index_sequence<Other...>) {
    return (std::size_t{is_alike<Schedule, Index, Begin + Other>()} + ... + 0);
  }
  (std::make_index_sequence<End - Begin>{});
}

}  // namespace bench
