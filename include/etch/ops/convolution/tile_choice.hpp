// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/tiles.hpp>
#include <etch/ops/policy.hpp>
#include <etch/ops/target.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>

// Which register tile a convolution takes.
namespace etch {

/// The register tile of packed weights, see `TilePlan`.
struct ConvolutionTile {
  std::size_t columns = 1;
  std::size_t vectors = 1;
  std::size_t together = 1;
  std::size_t partial_sums = 1;

  constexpr bool operator==(const ConvolutionTile&) const = default;
};

/// Where the weights are that a tile multiplies.
enum class WeightDistance : unsigned char {
  near,  ///< In a cache that is as fast as it computes.
  far,   ///< It waits for them more than it computes.
};

/// What of a plan decides on its tile.
struct TileNeeds {
  std::size_t width = 1;  ///< Outputs of a row.
  std::size_t taps = 1;   ///< Of the kernel's row.
  std::size_t stride = 1;
  std::size_t pitch = 1;  ///< How far apart the inputs of neighbouring outputs lie.
  std::size_t depth = 1;  ///< Weights of a filter.
  std::size_t channels = 1;
  std::size_t filters = 1;
  std::size_t fewest_vectors = 1;
  bool by_channel = false;  ///< Inputs are vectors too.
  WeightDistance distance = WeightDistance::near;
  bool taps_together = true;  ///< A tile may work on all taps of a row at once.
};

namespace detail {

/// What a row of outputs costs, in 1/128 of a cycle for each channel and each row of the kernel, on a core
/// with two multiply-adds a cycle. A model, not a measurement: it ranks tiles. It counts two instructions a
/// cycle, as where another thread shares the core; alone, tiles that differ here are alike. Of a row as long
/// as a large image it takes 64 bits, on processors of 32 too: their tiles are those of others.
struct TileCost {
  const TileNeeds& needs;
  Target target;
  std::size_t together;  ///< Taps of the kernel's row.
  std::size_t partial_sums;

  /// Bytes of a block of weights that the first-level cache does not keep; of one that comes from beyond the
  /// second. And what a line of them costs then, in halves of a cycle.
  static constexpr std::size_t beyond_first = 32768;
  static constexpr std::size_t beyond_second = 655360;
  static constexpr std::size_t line_from_second = 12;
  static constexpr std::size_t line_from_beyond = 24;

  /// One tile; halves of a cycle until the last line.
  constexpr std::uint64_t tile(std::size_t columns, std::size_t vectors) const {
    const std::size_t products = columns * together * vectors;
    const std::size_t shared = (columns - 1) * needs.stride + together;
    const std::size_t inputs = shared < columns * together ? shared : columns * together;
    // What the loop over channels itself costs. Tiles that save it are not preferred where weights are far,
    // nor those of few columns of four vectors (docs/decisions/009).
    const bool unrolled =
        channels_at_a_time(columns, vectors, together, target.registers, needs.channels) > 1;
    const std::size_t loop = unrolled && vectors < 4 && needs.distance == WeightDistance::near ? 0 : 2;
    const std::size_t instructions = products + inputs + together * vectors + loop;
    const std::size_t block = needs.depth * vectors * target.lanes * sizeof(float);
    const std::size_t line = block > beyond_second  ? line_from_beyond
                             : block > beyond_first ? line_from_second
                                                    : 0;
    const std::size_t reading = line * together * vectors * target.lanes / 16;
    // A sum waits four cycles for each product before the next. Eight sums would do, if what they need were
    // always there in time; with twelve it need not (docs/decisions/009). By channel it is loads that count.
    const std::size_t waiting = 8 * together / partial_sums;
    const std::size_t work = instructions > waiting ? instructions : waiting;
    const std::size_t sums = columns * vectors * partial_sums;
    const std::size_t missing = needs.by_channel || sums >= 12 ? 0 : sums <= 8 ? 4 : 12 - sums;
    return std::uint64_t{64} * (work > reading ? work : reading) + missing * missing * work;
  }
  constexpr std::uint64_t row(std::size_t columns, std::size_t vectors) const {
    const std::size_t rest = needs.width % columns;
    return needs.width / columns * tile(columns, vectors) + (rest == 0 ? 0 : tile(rest, vectors));
  }
};

}  // namespace detail

/// The cheapest tile that fits the registers.
constexpr ConvolutionTile select_tile(const TileNeeds& needs, Policy policy, Target target) {
  ConvolutionTile best{};
  std::uint64_t least = static_cast<std::uint64_t>(-1);
  const std::size_t all = (needs.filters + target.lanes - 1) / target.lanes;
  // An input is read once for all taps of a row where many outputs share it; with a stride few do, but then
  // blocks of many weights may have fewer filters.
  const bool shares =
      needs.taps_together && needs.taps > 1 && (needs.stride == 1 || needs.taps >= 5 || needs.depth >= 2048);
  const std::size_t most = policy.compact ? 6 : target.registers;
  // Where there is no tile of more than eight sums, a row is short or lanes are few: two sums of each output.
  const bool is_short = all * needs.width <= 8 && needs.channels > 1;
  const std::size_t most_partial_sums = is_short && !needs.by_channel && !policy.compact ? 2 : 1;
  // Lines of a cache of eight ways that lie so far apart are in each other's place.
  const bool collide = needs.pitch * sizeof(float) % 4096 == 0;
  for (const std::size_t together : {needs.taps, std::size_t{1}}) {
    if (together > 1 && (!shares || policy.compact)) continue;
    for (std::size_t partial_sums = 1; partial_sums <= most_partial_sums; ++partial_sums) {
      const detail::TileCost cost{needs, target, together, partial_sums};
      for (std::size_t vectors = needs.fewest_vectors; vectors <= 4 && vectors <= all; ++vectors)
        for (std::size_t columns = 1; columns <= needs.width; ++columns) {
          const std::size_t sums = columns * vectors * partial_sums;
          const std::size_t registers = sums + together * vectors + 1;
          if (registers > target.registers || sums > most) break;
          if (collide && columns > 8) break;
          std::uint64_t sum = all / vectors * cost.row(columns, vectors);
          if (all % vectors != 0) sum += cost.row(columns, all % vectors);
          sum *= needs.taps / together;
          // Code of its own for a rest is worth a little, or much.
          if (needs.width % columns != 0) sum += policy.compact ? sum : sum / 64;
          if (sum < least) {
            least = sum;
            best = {columns, vectors, together, partial_sums};
          }
        }
    }
  }
  return best;
}

}  // namespace etch
