// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>
#include <etch/ops/operation.hpp>

#include <cstddef>

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

/// Sums that keep a core busy which does two multiply-adds a cycle, each four cycles long.
inline constexpr std::size_t busy_sums = 8;

/// How many neighbouring outputs of a row lie abreast in the lanes (`TilePlan::abreast`): those for which the
/// row takes the fewest products, weights of zero counted, if that saves a sixth. Fewer sums than `busy` take
/// as long: each waits for its product before the next.
constexpr std::size_t outputs_abreast(std::size_t outputs, std::size_t taps, std::size_t stride,
                                      std::size_t filters, Target target, std::size_t busy) {
  const auto products = [&](std::size_t n) {
    return (taps + (n - 1) * stride) * (outputs / n > busy ? outputs / n : busy);
  };
  std::size_t best = 1;
  for (std::size_t n = 2; n * filters <= target.lanes && n <= outputs; ++n)
    if (outputs % n == 0 && products(n) < products(best)) best = n;
  return 6 * products(best) <= 5 * products(1) ? best : 1;
}
constexpr bool may_lie_abreast(const ConvolutionGeometry& g, Target target) {
  return target.packs() && g.groups == 1 && g.width.dilation == 1 && !g.policy.compact;
}
/// The same for a convolution.
constexpr std::size_t outputs_abreast(const ConvolutionGeometry& g, Target target) {
  if (!may_lie_abreast(g, target) || g.result_pitch() != g.filters) return 1;
  return outputs_abreast(g.width.out(), g.width.kernel, g.width.stride, g.filters, target, busy_sums);
}
/// For its adjoint, whose phases are apart.
constexpr std::size_t inputs_abreast(const ConvolutionGeometry& g, Target target) {
  if (!may_lie_abreast(g, target) || g.width.stride != 1) return 1;
  return outputs_abreast(g.width.in, g.width.kernel, 1, g.channels, target, busy_sums);
}
/// For the gradient by its weights, whose sums are those of taps.
constexpr std::size_t gradients_abreast(const ConvolutionGeometry& g, Target target) {
  if (!may_lie_abreast(g, target)) return 1;
  return outputs_abreast(g.width.out(), g.width.kernel, g.width.stride, g.filters, target, 1);
}

/// Whether the gradient by the input adds to pixels (`scatter.hpp`), if that saves a sixth of the products.
/// Sums over few filters would be added to memory too often.
constexpr bool scatters(const ConvolutionGeometry& g, Target target) {
  if (!target.packs() || !g.is_flat() || g.groups != 1 || g.width.dilation != 1 || g.policy.compact ||
      g.filters < 8)
    return false;
  const std::size_t abreast = inputs_abreast(g, target);
  const std::size_t products = (g.width.kernel + abreast - 1) * target.padded(g.channels * abreast);
  return 6 * abreast * target.padded(g.width.kernel * g.channels) <= 5 * products;
}

/// What that adds up: the gradient of an image with its padding, so that no tap is outside.
struct ScatterPlan {
  std::size_t row = 1;     ///< Numbers of a row of it,
  std::size_t rows = 1;    ///< and how many there are.
  std::size_t run = 1;     ///< Numbers that a row of taps covers,
  std::size_t places = 1;  ///< and places of their weights.
  std::size_t weights = 1;

  constexpr std::size_t sums() const { return rows * row; }
};

constexpr ScatterPlan scatter_plan(const ConvolutionGeometry& g, Target target) {
  const auto positions = [](const WindowAxis& axis) {
    const std::size_t read = (axis.out() - 1) * axis.stride + axis.extent();
    return read > axis.before + axis.in ? read : axis.before + axis.in;
  };
  const std::size_t run = g.width.kernel * g.channels;
  return {positions(g.width) * g.channels, positions(g.height), run, target.padded(run),
          product(g.height.kernel, target.padded(run), g.filters)};
}

/// Tiles of Winograd's algorithm whose transforms lie in memory at a time, at most.
inline constexpr std::size_t largest_winograd_group = 64;

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
  constexpr std::size_t pitch() const { return group * (channels > filters ? channels : filters) + 16; }
  /// Each product is written where the one before it was read. Then a row of zeros, as long as a tile's.
  constexpr std::size_t scratch() const { return (products() + 1) * pitch() + side() * channels; }
  constexpr bool operator==(const WinogradPlan&) const = default;
};

/// The same for the gradient by the weights. Tiles of all images of a batch make one list.
struct WinogradGradientPlan {
  std::size_t side = 6;
  std::size_t group = 1;  ///< Tiles at a time.
  std::size_t channels = 1;
  std::size_t filters = 1;

  constexpr std::size_t input_pitch() const { return group * channels + 16; }
  constexpr std::size_t output_pitch() const { return group * filters + 16; }
  constexpr std::size_t sum_pitch() const { return channels * filters + 16; }
  constexpr std::size_t widest() const { return channels > filters ? channels : filters; }
  constexpr std::size_t scratch() const {
    return side * side * (sum_pitch() + input_pitch() + output_pitch()) + side * widest();
  }
  constexpr bool operator==(const WinogradGradientPlan&) const = default;
};

constexpr WinogradGradientPlan winograd_gradient_plan(const ConvolutionGeometry& g, std::size_t outputs) {
  return {outputs + 2, largest_winograd_group, g.channels, g.filters};
}

namespace detail {

/// Weights are read once for a group: the more of them, the larger the group. Else what a group works on
/// should stay in a cache: with few weights in the first-level one, else in half of the second-level one.
constexpr std::size_t most_tiles_of_group(const WinogradPlan& plan) {
  const std::size_t weights = plan.products() * plan.channels * plan.filters;
  if (weights <= second_level_cache / 4) return 16;
  if (weights > second_level_cache) return largest_winograd_group;
  const std::size_t fitting = second_level_cache / 2 / (plan.products() * (plan.channels + plan.filters));
  if (fitting < 28) return 28;
  return fitting < largest_winograd_group ? fitting : largest_winograd_group;
}

}  // namespace detail

constexpr WinogradPlan winograd_plan(const ConvolutionGeometry& g, std::size_t outputs) {
  WinogradPlan plan{outputs, 1, 1, 1, g.channels, g.filters};
  plan.rows = (g.height.out() + outputs - 1) / outputs;
  plan.columns = (g.width.out() + outputs - 1) / outputs;
  const std::size_t most = detail::most_tiles_of_group(plan);
  const std::size_t groups = (plan.tiles() + most - 1) / most;
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
  const bool wants = joins_taps(g) || gradients_abreast(g, target) > 1;
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
  const std::size_t image = pads_image(g, target) ? with_padding(g).input_size() : 0;
  if (kernel != ConvolutionKernel::tiles) return {g.weight_count(), g.bias_count(), 0, transposed, 0, image};
  if (g.is_depthwise()) {
    const std::size_t filters = target.padded(g.filters);
    const std::size_t weights = filters * g.window().taps();
    return {weights, filters, weights + filters, weights, 0, 0, weights};
  }
  const std::size_t filters = filter_places(g, target);
  const std::size_t channels = channel_places(g, target);
  const auto taps = [&](std::size_t abreast, std::size_t stride) {
    return product(g.depth.kernel, g.height.kernel, g.width.kernel + (abreast - 1) * stride);
  };
  const std::size_t weights = filters * taps(outputs_abreast(g, target), g.width.stride) * g.group_channels();
  const std::size_t together = gradients_abreast(g, target);
  KernelNeeds needs{
      .weights = weights,
      .biases = filters,
      .forward_scratch = weights + filters,
      .input_gradient_scratch = channels * taps(inputs_abreast(g, target), 1) * g.group_filters(),
      .parameter_gradient_scratch = image + (together > 1 ? with_abreast(g, together).weight_count() : 0)};
  needs.input_gradient_packed = needs.input_gradient_scratch;
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
    needs.input_gradient_packed = plan.products() * g.channels * g.filters;
    needs.input_gradient_scratch = needs.input_gradient_packed + plan.scratch();
  } else if (scatters(g, target)) {
    const ScatterPlan plan = scatter_plan(g, target);
    needs.input_gradient_packed = plan.weights;
    needs.input_gradient_scratch = plan.weights + plan.sums();
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
  return {.weights = weights,
          .biases = biases,
          .forward_scratch = weights + biases,
          .input_gradient_scratch = adjoint.forward_scratch,
          .parameter_gradient_scratch = adjoint.parameter_gradient_scratch,
          .input_gradient_packed = adjoint.forward_packed()};
}

}  // namespace etch
