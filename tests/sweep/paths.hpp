// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/kernels.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

// Which ways through the kernels a geometry takes on this target, so that the sweep can tell whether it took
// them all.
namespace sweep {

using namespace etch;

/// What a table calls it, without the tile's size.
inline std::string without_numbers(std::string_view name) {
  constexpr std::string_view gathered = "gathered, ";
  if (name.starts_with(gathered)) name.remove_prefix(gathered.size());
  const std::size_t digit = name.find_first_of("0123456789");
  if (digit == std::string_view::npos || name.starts_with("Winograd")) return std::string(name);
  return std::string(name.substr(0, digit - 1));
}

/// Those of one register tile.
inline std::vector<std::string> paths_of(const TilePlan& plan) {
  if (plan.taps() == 0) return {"phase without a tap"};
  std::vector<std::string> paths;
  switch (plan.order) {
    case TileOrder::blocks:
      paths.push_back("blocks of filters first");
      break;
    case TileOrder::rows:
      paths.push_back("rows first");
      break;
    case TileOrder::tiles:
      paths.push_back("tiles first");
  }
  paths.push_back(plan.together > 1 ? "taps together" : "tap by tap");
  if (plan.abreast > 1) paths.push_back("outputs abreast");
  if (plan.partial_sums > 1) paths.push_back("two sums of each output");
  if (plan.fetches_ahead) paths.push_back("weights fetched ahead");
  if (is_long(plan.epilogue.activation.function)) paths.push_back("activation by rows");
  return paths;
}

/// Those of the adjoint of `G`.
template <ConvolutionGeometry G>
std::vector<std::string> paths_of_adjoint() {
  std::vector<std::string> paths;
  if constexpr (this_target.packs()) {
    using Packing = AdjointPacking<G, this_target>;
    if (Packing::phase_count > 1) paths.push_back("adjoint in phases");
    for (std::size_t number = 0; number < Packing::phase_count; ++number)
      if (const auto phase = Packing::phase(number); phase.is_empty())
        paths.push_back("phase without a position");
      else
        for (const std::string& path : paths_of(phase.plan)) paths.push_back(path);
  }
  return paths;
}

template <auto G>
std::vector<std::string> paths() {
  std::vector<std::string> all;
  if constexpr (requires { Kernels<G>::kernel; }) all.push_back(without_numbers(Kernels<G>::kernel));
  const auto add = [&](const std::vector<std::string>& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  if constexpr (requires { G.adjoint; }) {
    add(paths_of_adjoint<G.adjoint>());
  } else if constexpr (requires { Kernels<G>::in_pairs; }) {
    if (Kernels<G>::in_pairs) all.push_back("two blocks of outputs");
    if (Kernels<G>::fetches_ahead) all.push_back("weights of outputs fetched ahead");
  } else if constexpr (requires { G.whole_channels; }) {
    if constexpr (this_target.packs()) {
      using Packing = ConvolutionPacking<G, this_target>;
      if (Packing::gathers) all.push_back("pixels gathered");
      if (winograd_outputs(winograd_adjoint(G, this_target), this_target) != 0)
        all.push_back("gradient by the input by Winograd");
      add(paths_of(Packing::plan));
      if (scatters(G, this_target))
        all.push_back("gradient by the input added to pixels");
      else
        add(paths_of_adjoint<G>());
    }
    if (G.groups > 1 && !G.is_depthwise()) all.push_back("groups");
    if (!G.is_flat()) all.push_back("volume");
    if (G.whole_channels != 0) all.push_back("part of a larger value");
  }
  return all;
}

/// Those that a long sweep takes on this target.
inline std::vector<std::string> expected_paths() {
  if (this_target.lanes == 1) return {"plain", "reference", "groups", "volume"};
  std::vector<std::string> all{"pooling",       "softmax",        "batch normalisation",
                               "normalisation", "local response", "elementwise",
                               "copy",          "resampling",     "dropout",
                               "matrix-vector", "groups",         "volume"};
  const auto add = [&](std::initializer_list<const char*> more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  if (this_target.packs())
    add({"tiles",
         "depthwise",
         "Winograd F2",
         "Winograd F4",
         "rows first",
         "blocks of filters first",
         "tiles first",
         "taps together",
         "tap by tap",
         "activation by rows",
         "adjoint in phases",
         "phase without a tap",
         "phase without a position",
         "part of a larger value",
         "pixels gathered",
         "weights fetched ahead",
         "gradient by the input by Winograd",
         "outputs abreast",
         "two sums of each output",
         "gradient by the input added to pixels"});
  if (this_target.packs()) add({"two blocks of outputs", "weights of outputs fetched ahead"});
  if (!this_target.packs()) add({"tap-major", "depthwise", "reference"});
  return all;
}

}  // namespace sweep
