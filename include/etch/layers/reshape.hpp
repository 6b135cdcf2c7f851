// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/layer.hpp>
#include <etch/layers/options.hpp>
#include <etch/ops/reshape/geometry.hpp>

namespace etch {
namespace layers {

/// What layers share that only name numbers anew: no parameters, nothing computed.
struct View : NoParameters {
  static constexpr Needs backward_needs = Needs::nothing;
  static constexpr Memory memory = Memory::view;
  static constexpr CopyGeometry geometry(Shape in) { return {in.size()}; }
};

/// What layers share that move numbers to other places.
struct Movement : NoParameters {
  static constexpr Needs backward_needs = Needs::nothing;
};

/// Blocks of Block x Block pixels to channels, or back; `DepthFirst`: old channels are the outer index of new
/// ones.
constexpr Problem block_problem(Shape in, std::size_t block) {
  if (in.rank() != 3) return Problem::rank(in, 3);
  if (block == 0) return Problem::zero("the block's size");
  if (block > largest_option) return too_large_option("the block's size", block);
  return {};
}
constexpr ShapeOr depth_to_space(Shape in, std::size_t block) {
  if (const Problem wrong = block_problem(in, block)) return wrong;
  if (in.channels() % (block * block) != 0)
    return Problem{Rule::block_does_not_divide, in, {}, {block * block}, "the channels"};
  return Shape{in[0] * block, in[1] * block, in.channels() / (block * block)};
}
constexpr ShapeOr space_to_depth(Shape in, std::size_t block) {
  if (const Problem wrong = block_problem(in, block)) return wrong;
  if (in[0] % block != 0 || in[1] % block != 0)
    return Problem{Rule::block_does_not_divide, in, {}, {block}, "rows and columns"};
  return Shape{in[0] / block, in[1] / block, product(in.channels(), block, block)};
}

}  // namespace layers

/// Any shape -> (its size), in the order of memory: rows, columns, channels. Costs nothing.
struct Flatten : layers::View {
  static constexpr std::string_view name = "Flatten";
  static constexpr ShapeOr infer(Shape in) { return Shape{in.size()}; }
};

/// Any shape -> (Extents...), as many numbers in the same order. Costs nothing.
template <std::size_t... Extents>
requires(sizeof...(Extents) >= 1 && sizeof...(Extents) <= Shape::max_rank) struct Reshape : layers::View {
  static constexpr std::string_view name = "Reshape";
  static constexpr ShapeOr infer(Shape in) {
    constexpr Shape out{Extents...};
    if (in.size() != out.size())
      return Problem{Rule::reshape_changes_size, in, out, {in.size(), out.size()}, {}};
    return out;
  }
};

/// The axes in another order: axis n of the output is axis Order[n], counted from 0, of the input.
template <std::size_t... Order>
requires(sizeof...(Order) >= 1 && sizeof...(Order) <= Shape::max_rank) struct Permute : layers::Movement {
  static constexpr std::string_view name = "Permute";
  static constexpr std::size_t order[]{Order...};

  static constexpr ShapeOr infer(Shape in) {
    constexpr std::size_t rank = sizeof...(Order);
    if (in.rank() != rank) return Problem::rank(in, rank);
    for (std::size_t axis = 0; axis < rank; ++axis) {
      std::size_t found = 0;
      for (const std::size_t from : order) found += from == axis ? 1 : 0;
      if (found != 1) return Problem{Rule::not_a_permutation, in, {}, {axis, found}, {}};
    }
    return Shape{in[Order]...};
  }
  static constexpr PermuteGeometry geometry(Shape in) {
    PermuteGeometry g{.rank = sizeof...(Order)};
    for (std::size_t axis = 0; axis < sizeof...(Order); ++axis) {
      g.extents[axis] = in[axis];
      g.order[axis] = order[axis];
    }
    return g;
  }
};

/// Channels dealt out anew, so that each of `Groups` groups gets some of every old one: channel g (c /
/// Groups) + n becomes channel n Groups + g (X. Zhang et al., "ShuffleNet", 2017).
template <std::size_t GroupCount>
struct ChannelShuffle : layers::Movement {
  static constexpr Text name = text("ChannelShuffle<", GroupCount, ">");

  static constexpr ShapeOr infer(Shape in) {
    if (GroupCount == 0) return Problem::zero("the number of groups");
    if (in.channels() % GroupCount != 0) return Problem::groups_of_channels(in, GroupCount);
    return in;
  }
  static constexpr PermuteGeometry geometry(Shape in) {
    return {3, {in.pixels(), GroupCount, in.channels() / GroupCount}, {0, 2, 1}};
  }
};

/// Channels `Begin` to `Begin` + `Count` - 1: (..., c) -> (..., Count).
template <std::size_t Begin, std::size_t Count>
struct Channels : layers::Movement {
  static constexpr Text name = text("Channels<", Begin, ", ", Count, ">");

  static constexpr ShapeOr infer(Shape in) {
    if (Count == 0) return Problem::zero("the number of channels");
    if (Begin > in.channels() || Count > in.channels() - Begin)
      return Problem{Rule::channels_out_of_range, in, {}, {Begin, Count}, {}};
    return in.with_channels(Count);
  }
  static constexpr BorderGeometry geometry(Shape in) {
    const auto before = static_cast<std::ptrdiff_t>(Begin);
    const auto after = static_cast<std::ptrdiff_t>(in.channels() - Begin - Count);
    return {.width = {in.pixels(), 0, 0}, .channels = {in.channels(), -before, -after}};
  }
};

/// `Before` channels of zeros before the others and `After` behind them: (..., c) -> (..., Before + c +
/// After).
template <std::size_t Before, std::size_t After>
struct PadChannels : layers::Movement {
  static constexpr Text name = text("PadChannels<", Before, ", ", After, ">");

  static constexpr ShapeOr infer(Shape in) {
    for (const std::size_t side : {Before, After})
      if (side > layers::largest_option) return layers::too_large_option("a number of channels", side);
    return in.with_channels(Before + in.channels() + After);
  }
  static constexpr BorderGeometry geometry(Shape in) {
    return {
        .width = {in.pixels(), 0, 0},
        .channels = {in.channels(), static_cast<std::ptrdiff_t>(Before), static_cast<std::ptrdiff_t>(After)}};
  }
};

/// (h, w, c) -> (h Block, w Block, c / Block^2): channel (r Block + s) c' + n becomes channel n of pixel (r,
/// s) of its block (TensorFlow's, and ONNX's mode DCR).
template <std::size_t Block>
struct DepthToSpace : layers::Movement {
  static constexpr Text name = text("DepthToSpace<", Block, ">");
  static constexpr ShapeOr infer(Shape in) { return layers::depth_to_space(in, Block); }
  static constexpr PermuteGeometry geometry(Shape in) {
    const std::size_t block = Block;
    return {5, {in[0], in[1], block, block, in.channels() / (block * block)}, {0, 2, 1, 3, 4}};
  }
};

/// The same with the channel n Block^2 + r Block + s (PyTorch's pixel shuffle, ONNX's mode CRD; W. Shi et
/// al., 2016).
template <std::size_t Block>
struct PixelShuffle : layers::Movement {
  static constexpr Text name = text("PixelShuffle<", Block, ">");
  static constexpr ShapeOr infer(Shape in) { return layers::depth_to_space(in, Block); }
  static constexpr PermuteGeometry geometry(Shape in) {
    const std::size_t block = Block;
    return {5, {in[0], in[1], in.channels() / (block * block), block, block}, {0, 3, 1, 4, 2}};
  }
};

/// (h, w, c) -> (h / Block, w / Block, c Block^2): what `DepthToSpace` undoes.
template <std::size_t Block>
struct SpaceToDepth : layers::Movement {
  static constexpr Text name = text("SpaceToDepth<", Block, ">");
  static constexpr ShapeOr infer(Shape in) { return layers::space_to_depth(in, Block); }
  static constexpr PermuteGeometry geometry(Shape in) {
    const std::size_t block = Block;
    return {5, {in[0] / block, block, in[1] / block, block, in.channels()}, {0, 2, 1, 3, 4}};
  }
};

}  // namespace etch
