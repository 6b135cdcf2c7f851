// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/convolution/tiles.hpp>
#include <etch/ops/operation.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace etch {

enum class ConvolutionKernel : unsigned char {
  reference,  ///< Plain loops.
  depthwise,  ///< Lanes are channels, each with a filter of its own; where the length of a vector is not
              ///< known,
  tap_major,  ///< and so all others: lanes are filters, weights as they are.
  tiles,      ///< Lanes are filters, weights packed.
};

/// Up to this many weights, half of a small second-level cache, rows come first: what a row reads and writes
/// is still in the first-level cache for all of its filters.
inline constexpr std::size_t largest_weights_of_a_row = small_second_level_cache / 2;

/// Up to this many, half of a first-level cache, all filters of a tile come first.
inline constexpr std::size_t most_weights_of_a_tile = 4096;

/// The register tile of packed weights, see `TilePlan`.
struct ConvolutionTile {
  std::size_t columns = 1;
  std::size_t vectors = 1;
  std::size_t together = 1;
  std::size_t partial_sums = 1;

  constexpr bool operator==(const ConvolutionTile&) const = default;
};

/// The kernel for a geometry, the first that matches.
constexpr ConvolutionKernel select_convolution(const ConvolutionGeometry& g, Target target) {
  if (target.lanes == 1) return ConvolutionKernel::reference;
  if (target.packs()) return ConvolutionKernel::tiles;
  if (g.is_flat() && g.is_depthwise()) return ConvolutionKernel::depthwise;
  return g.is_flat() ? ConvolutionKernel::tap_major : ConvolutionKernel::reference;
}

/// Whether the output may be a part of a larger value.
constexpr bool writes_parts(const ConvolutionGeometry& g, Target target) {
  const ConvolutionKernel kernel = select_convolution(g, target);
  return kernel == ConvolutionKernel::tiles || kernel == ConvolutionKernel::reference;
}

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
  std::size_t fewest = 1;   ///< Vectors.
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
    const bool unrolled = channels_at_a_time(columns, vectors, together, target.registers) > 1;
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
      for (std::size_t vectors = needs.fewest; vectors <= 4 && vectors <= all; ++vectors)
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

/// Whether a convolution of 1 x 1 first lays the pixels that it reads side by side: they are read for each
/// block of filters, and in steps of a power of two only few places of a cache take them. Steps of less than
/// a kilobyte do not collide enough for that to pay (docs/decisions/009).
constexpr bool gathers(const ConvolutionGeometry& g, Target target) {
  const auto steps = [](const WindowAxis& axis) { return axis.kernel == 1 && !axis.reads_padding(); };
  return target.packs() && !g.policy.compact && g.is_flat() && g.groups == 1 && steps(g.height) &&
         steps(g.width) && (g.height.stride > 1 || g.width.stride > 1) && g.filters > 4 * target.lanes &&
         g.width.stride * g.channels >= 256;
}
/// What is left to do after that.
constexpr ConvolutionGeometry gathered(ConvolutionGeometry g) {
  g.height = {.in = g.height.out()};
  g.width = {.in = g.width.out()};
  return g;
}

/// How many neighbouring outputs of a row lie abreast in the lanes (`TilePlan::abreast`): those for which an
/// output has the fewest products, weights of zero counted, if that saves a sixth.
constexpr std::size_t outputs_abreast(std::size_t outputs, std::size_t taps, std::size_t stride,
                                      std::size_t filters, Target target) {
  const auto products = [&](std::size_t n) { return taps + (n - 1) * stride; };
  std::size_t best = 1;
  for (std::size_t n = 2; n * filters <= target.lanes && n <= outputs; ++n)
    if (outputs % n == 0 && products(n) * best < products(best) * n) best = n;
  return 6 * products(best) <= 5 * taps * best ? best : 1;
}
constexpr bool may_lie_abreast(const ConvolutionGeometry& g, Target target) {
  return target.packs() && g.groups == 1 && g.width.dilation == 1 && !g.policy.compact;
}
/// The same for a convolution, forward and in the gradient by its weights.
constexpr std::size_t outputs_abreast(const ConvolutionGeometry& g, Target target) {
  if (!may_lie_abreast(g, target) || g.result_pitch() != g.filters) return 1;
  return outputs_abreast(g.width.out(), g.width.kernel, g.width.stride, g.filters, target);
}
/// For its adjoint, whose phases are apart.
constexpr std::size_t inputs_abreast(const ConvolutionGeometry& g, Target target) {
  if (!may_lie_abreast(g, target) || g.width.stride != 1) return 1;
  return outputs_abreast(g.width.in, g.width.kernel, 1, g.channels, target);
}

/// How a convolution is cut: the image into tiles, tiles into groups whose transforms lie in memory at a
/// time.
struct WinogradPlan {
  std::size_t outputs = 4;  ///< Of a tile, on each axis.
  std::size_t rows = 1;     ///< Tiles,
  std::size_t columns = 1;
  std::size_t group = 1;  ///< tiles at a time.
  std::size_t channels = 1;
  std::size_t filters = 1;

  constexpr std::size_t side() const { return outputs + 2; }
  constexpr std::size_t tiles() const { return rows * columns; }
  constexpr std::size_t products() const { return side() * side(); }
  /// How far products lie apart: a line of the cache more than their numbers, so that those of a tile, which
  /// are read or written together, are not in each other's place.
  constexpr std::size_t input_pitch() const { return group * channels + 16; }
  constexpr std::size_t output_pitch() const { return group * filters + 16; }
  constexpr std::size_t scratch() const { return products() * (input_pitch() + output_pitch()); }
  constexpr bool operator==(const WinogradPlan&) const = default;
};

/// The same for the gradient by the weights. Tiles of all images of a batch make one list.
struct WinogradGradientPlan {
  std::size_t products = 36;
  std::size_t group = 64;  ///< Tiles at a time.
  std::size_t channels = 1;
  std::size_t filters = 1;

  constexpr std::size_t input_pitch() const { return group * channels + 16; }
  constexpr std::size_t output_pitch() const { return group * filters + 16; }
  constexpr std::size_t sum_pitch() const { return channels * filters + 16; }
  constexpr std::size_t scratch() const { return products * (sum_pitch() + input_pitch() + output_pitch()); }
  constexpr bool operator==(const WinogradGradientPlan&) const = default;
};

constexpr WinogradGradientPlan winograd_gradient_plan(const ConvolutionGeometry& g, std::size_t outputs) {
  return {(outputs + 2) * (outputs + 2), 64, g.channels, g.filters};
}

constexpr WinogradPlan winograd_plan(const ConvolutionGeometry& g, std::size_t outputs) {
  WinogradPlan plan{outputs, 1, 1, 1, g.channels, g.filters};
  plan.rows = (g.height.out() + outputs - 1) / outputs;
  plan.columns = (g.width.out() + outputs - 1) / outputs;
  // Weights are read once for a group: the more of them, the larger the group. Else what a group works on
  // should stay in half of the second-level cache.
  const std::size_t weights = plan.products() * g.channels * g.filters;
  const std::size_t fitting = second_level_cache / 2 / (plan.products() * (g.channels + g.filters));
  const std::size_t largest = weights > second_level_cache || fitting > 64 ? 64 : fitting > 28 ? fitting : 28;
  const std::size_t groups = (plan.tiles() + largest - 1) / largest;
  plan.group = (plan.tiles() + groups - 1) / groups;
  return plan;
}

namespace detail {

/// What one channel and filter costs: a product for each tile, and reading its weights. Reading is as dear as
/// four tiles where weights lie in the second-level cache, else as twenty (docs/decisions/009): few tiles of
/// many weights had better be smaller ones. Weights that take half of that cache are gone when an image later
/// they are read again: other layers have theirs.
constexpr std::size_t winograd_cost(const ConvolutionGeometry& g, std::size_t outputs) {
  const WinogradPlan plan = winograd_plan(g, outputs);
  const std::size_t largest = 36 * g.channels * g.filters;
  return plan.products() * (plan.tiles() + (largest > second_level_cache / 2 ? 20 : 4));
}

}  // namespace detail

/// Outputs of a tile of Winograd's algorithm on each axis; 0: it does not pay, or does not fit.
constexpr std::size_t winograd_outputs(const ConvolutionGeometry& g, Target target) {
  const auto fits = [&](const WindowAxis& axis) {
    return axis.kernel == 3 && axis.stride == 1 && axis.dilation == 1 && !axis.round_up;
  };
  if (!target.packs() || !g.is_flat() || g.groups != 1 || !fits(g.height) || !fits(g.width)) return 0;
  if (g.policy.compact || g.channels % target.lanes != 0 || g.filters % target.lanes != 0) return 0;
  if (g.height.out() * g.width.out() < 36) return 0;
  if (g.policy.precise) return 2;
  return detail::winograd_cost(g, 4) <= detail::winograd_cost(g, 2) ? 4 : 2;
}

/// Whether the gradient by the weights takes neighbouring taps together, because channels are few.
constexpr bool joins_taps(const ConvolutionGeometry& g) {
  return g.groups == 1 && g.channels < 8 && g.width.dilation == 1 && g.width.kernel > 1;
}
/// Whether it works on an image laid out with its padding, so that all taps of all windows are inside.
constexpr bool pads_image(const ConvolutionGeometry& g, Target target) {
  const bool pads = g.height.reads_padding() || g.width.reads_padding();
  const bool is_plain = select_convolution(g, target) == ConvolutionKernel::reference;
  const bool wants = joins_taps(g) || outputs_abreast(g, target) > 1;
  return !is_plain && wants && pads && winograd_outputs(g, target) == 0;
}
/// The convolution of that image.
constexpr ConvolutionGeometry with_padding(ConvolutionGeometry g) {
  const auto laid_out = [](WindowAxis axis) {
    axis.in = (axis.out() - 1) * axis.stride + axis.extent();
    axis.before = axis.after = 0;
    axis.round_up = false;
    return axis;
  };
  g.height = laid_out(g.height);
  g.width = laid_out(g.width);
  return g;
}

/// The convolution of outputs abreast, of a geometry that reads no padding: as many filters more, and taps,
/// with which each output's are those from where its window begins.
constexpr ConvolutionGeometry with_abreast(ConvolutionGeometry g, std::size_t outputs) {
  g.width.kernel += (outputs - 1) * g.width.stride;
  g.width.stride *= outputs;
  g.filters *= outputs;
  return g;
}

/// The gradient by the input of a convolution that Winograd's algorithm does, as a convolution of the
/// output's gradient by the taps in reverse; of one that it does not, none of those.
constexpr ConvolutionGeometry winograd_adjoint(const ConvolutionGeometry& g, Target target) {
  const auto reversible = [](const WindowAxis& axis) { return axis.before <= 2 && axis.after <= 2; };
  if (winograd_outputs(g, target) == 0 || !reversible(g.height) || !reversible(g.width)) return {};
  const auto reversed = [](const WindowAxis& axis) {
    return WindowAxis{.in = axis.out(), .kernel = 3, .before = 2 - axis.before, .after = 2 - axis.after};
  };
  ConvolutionGeometry adjoint;
  adjoint.height = reversed(g.height);
  adjoint.width = reversed(g.width);
  adjoint.channels = g.filters;
  adjoint.filters = g.channels;
  adjoint.bias = false;
  adjoint.policy = g.policy;
  return adjoint;
}

namespace detail {

/// Lanes of the filters of a convolution, of its channels where they are those of the adjoint, filled up.
constexpr std::size_t filter_places(const ConvolutionGeometry& g, Target target) {
  return g.groups * target.padded(g.group_filters() * outputs_abreast(g, target));
}
constexpr std::size_t channel_places(const ConvolutionGeometry& g, Target target) {
  return g.groups * target.padded(g.group_channels() * inputs_abreast(g, target));
}

/// What convolutions ask for that do without Winograd's algorithm.
constexpr KernelNeeds plain_needs(const ConvolutionGeometry& g, Target target) {
  const ConvolutionKernel kernel = select_convolution(g, target);
  // Tap-major, the gradient by the input lays the weights out with channels last.
  const std::size_t transposed = kernel == ConvolutionKernel::tap_major ? g.weight_count() : 0;
  const std::size_t abreast = outputs_abreast(g, target);
  const std::size_t image = pads_image(g, target) ? with_padding(g).input_size() : 0;
  const std::size_t sums = abreast > 1 ? with_abreast(g, abreast).weight_count() : 0;
  if (kernel != ConvolutionKernel::tiles) return {g.weight_count(), g.bias_count(), 0, transposed, 0, image};
  if (g.is_depthwise()) {
    const std::size_t filters = target.padded(g.filters);
    const std::size_t weights = filters * g.window().taps();
    return {weights, filters, weights + filters, weights, 0};
  }
  const std::size_t filters = filter_places(g, target);
  const std::size_t channels = channel_places(g, target);
  const std::size_t taps = g.depth.kernel * g.height.kernel;
  const std::size_t more = (abreast - 1) * g.width.stride;
  const std::size_t weights = filters * taps * (g.width.kernel + more) * g.group_channels();
  const std::size_t more_back = inputs_abreast(g, target) - 1;
  KernelNeeds needs{
      .weights = weights,
      .biases = filters,
      .forward_scratch = weights + filters,
      .input_gradient_scratch = channels * taps * (g.width.kernel + more_back) * g.group_filters(),
      .parameter_gradient_scratch = image + sums};
  if (gathers(g, target)) {
    needs.inference_scratch = gathered(g).input_size();
    needs.forward_scratch += needs.inference_scratch;
  }
  return needs;
}

}  // namespace detail

constexpr KernelNeeds kernel_needs(const ConvolutionGeometry& g, Target target) {
  KernelNeeds needs = detail::plain_needs(g, target);
  if (const std::size_t outputs = winograd_outputs(g, target); outputs != 0) {
    const WinogradPlan plan = winograd_plan(g, outputs);
    needs.weights = plan.products() * g.channels * g.filters;
    needs.inference_scratch = plan.scratch();
    needs.forward_scratch = needs.weights + needs.biases + needs.inference_scratch;
    needs.parameter_gradient_scratch = winograd_gradient_plan(g, outputs).scratch();
  }
  const ConvolutionGeometry adjoint = winograd_adjoint(g, target);
  if (const std::size_t outputs = winograd_outputs(adjoint, target); outputs != 0) {
    const WinogradPlan plan = winograd_plan(adjoint, outputs);
    needs.input_gradient_scratch = plan.products() * g.channels * g.filters + plan.scratch();
  }
  return needs;
}

constexpr KernelNeeds kernel_needs(const TransposedGeometry& g, Target target) {
  if (select_convolution(g.adjoint, target) != ConvolutionKernel::tiles)
    return {g.weight_count(), g.bias_count(), 0, 0, 0};
  const KernelNeeds adjoint = detail::plain_needs(g.adjoint, target);
  const std::size_t biases = g.adjoint.is_depthwise() ? target.padded(g.adjoint.channels)
                                                      : detail::channel_places(g.adjoint, target);
  const std::size_t weights = adjoint.input_gradient_scratch;
  return {weights, biases, weights + biases, adjoint.forward_scratch, 0, adjoint.parameter_gradient_scratch};
}

}  // namespace etch
