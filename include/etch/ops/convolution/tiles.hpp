// SPDX-License-Identifier: MIT
#pragma once
#include <etch/flag.hpp>
#include <etch/ops/elementwise/geometry.hpp>

#include <array>
#include <cstddef>

namespace etch {

/// One axis of what a register tile computes: output j sums taps t that read position
/// j stride + t dilation - before, where that is inside. `before` may be negative: taps that begin further
/// in.
struct TileAxis {
  std::size_t in = 1;
  std::size_t out = 1;
  std::size_t taps = 1;
  std::size_t stride = 1;
  std::size_t dilation = 1;
  std::ptrdiff_t before = 0;
  std::size_t in_pitch = 0;  ///< How far apart neighbours lie.
  std::size_t out_pitch = 0;

  constexpr std::ptrdiff_t position(std::size_t output, std::size_t tap) const {
    return static_cast<std::ptrdiff_t>(output * stride + tap * dilation) - before;
  }
  constexpr bool inside(std::size_t output, std::size_t tap) const {
    return position(output, tap) >= 0 && position(output, tap) < static_cast<std::ptrdiff_t>(in);
  }
  /// Every output reads the position that is its own.
  constexpr bool is_pointwise() const { return taps == 1 && stride == 1 && before == 0 && in == out; }
  /// How many of all outputs' taps are inside. Tap by tap: a loop over outputs too would be too long for
  /// compilers where both are many, as with sound.
  constexpr std::size_t taps_inside() const {
    std::size_t sum = 0;
    for (std::size_t t = 0; t < taps; ++t) {
      // Outputs whose tap lies before a position.
      const auto outputs_before = [&](std::size_t end) {
        const std::ptrdiff_t distance = static_cast<std::ptrdiff_t>(end) - position(0, t);
        const std::size_t count =
            distance > 0 ? (static_cast<std::size_t>(distance) + stride - 1) / stride : 0;
        return count < out ? count : out;
      };
      sum += outputs_before(in) - outputs_before(0);
    }
    return sum;
  }
  constexpr bool operator==(const TileAxis&) const = default;
};

/// The columns of the input, counted from where tap 0 of a tile's first column lies, that are inside.
struct TileClip {
  std::size_t first = 0;
  std::size_t end = 0;

  constexpr bool operator==(const TileClip&) const = default;
};

/// Which loop is outside of which: what is read again should lie in a near cache.
enum class TileOrder : unsigned char {
  blocks,  ///< All rows of a block of filters before the next block.
  rows,    ///< All blocks of a row before the next row.
  tiles,   ///< All blocks of a tile before the next tile.
};

/// Of a row's tiles so many, the last ones, have one column less than `columns`: rather than one tile of what
/// is left, where its few sums would wait for each product and those of smaller tiles need not. 0: what is
/// left is a tile.
constexpr std::size_t smaller_tiles(std::size_t width, std::size_t columns, std::size_t sums_of_column) {
  constexpr std::size_t sums_that_wait = 8;  // Two products a cycle, four cycles each.
  const std::size_t tiles = (width + columns - 1) / columns;
  const std::size_t missing = tiles * columns - width;
  const bool waits = (columns - missing) * sums_of_column < sums_that_wait;
  const bool pays = missing < tiles && (columns - 1) * sums_of_column >= sums_that_wait;
  return waits && pays ? missing : 0;
}

/// What is computed on packed weights, for one group of one image, and in which tiles. Weights lie as (block
/// of filters, depth, height, width taps in parts of `together`, channels, taps of the part, filters of the
/// block).
struct TilePlan {
  TileAxis depth{};
  TileAxis height{};
  TileAxis width{};
  std::size_t in_size = 0;  ///< How far images lie apart.
  std::size_t out_size = 0;
  std::size_t channels = 1;
  std::size_t filters = 1;
  /// Outputs of a row whose filters lie side by side in the lanes, each with its taps among zeros: where one
  /// output's would leave most lanes empty. `width` counts them as one output, `filters` the filters of all.
  std::size_t abreast = 1;
  std::size_t columns = 1;   ///< Of outputs in a tile, of one row,
  std::size_t vectors = 1;   ///< of filters at each.
  std::size_t together = 1;  ///< Taps of a row for which an input is read once: all of them, or 1.
  /// Sums of each output, whose channels they take by turns: a sum waits for each product before the next.
  std::size_t partial_sums = 1;
  TileOrder order = TileOrder::blocks;
  /// Every filter reads a channel of its own: lanes of the input meet lanes of the weights. `channels` is 1.
  Flag by_channel = false;
  /// Tiles fetch the next block's weights into the second-level cache.
  Flag fetches_ahead = false;
  /// Tiles fetch the lines that the next writes.
  Flag fetches_output = false;
  Flag bias = true;
  /// Sums are added to what is there.
  Flag adds = false;
  Epilogue epilogue{};

  /// Where every pixel is on its own, rows go on into each other, and planes.
  constexpr void join_rows() {
    for (TileAxis* axis : {&height, &depth}) {
      if (!width.is_pointwise() || !axis->is_pointwise() || axis->in_pitch != width.in * width.in_pitch ||
          axis->out_pitch != width.out * width.out_pitch)
        return;
      width.in *= axis->in;
      width.out *= axis->out;
      *axis = {};
    }
  }
  constexpr void put_abreast(std::size_t outputs) {
    width.taps += (outputs - 1) * width.stride;
    width.stride *= outputs;
    width.out /= outputs;
    width.out_pitch *= outputs;
    filters *= outputs;
    abreast = outputs;
  }

  /// Of a block of filters of one image, and of one row.
  constexpr std::size_t tiles() const { return depth.out * height.out * row_tiles(); }
  constexpr std::size_t row_tiles() const { return (width.out + columns - 1) / columns; }
  /// See `smaller_tiles`. Only where no tap is outside: tiles at an edge are code of their own.
  constexpr std::size_t row_smaller_tiles() const {
    const bool are_alike = width.taps_inside() == width.out * width.taps;
    return are_alike ? smaller_tiles(width.out, columns, vectors * partial_sums) : 0;
  }
  constexpr std::size_t taps() const { return depth.taps * height.taps * width.taps; }

  /// What of the columns that a tile reads is inside.
  constexpr TileClip clip_of(std::size_t column, std::size_t count) const {
    const std::size_t reach = reach_of(count);
    const std::ptrdiff_t begin = width.position(column, 0);
    const auto in = static_cast<std::ptrdiff_t>(width.in);
    const std::size_t first = begin < 0 ? static_cast<std::size_t>(-begin) : 0;
    const std::size_t inside = begin < in ? static_cast<std::size_t>(in - begin) : 0;
    return {first < reach ? first : reach, inside < reach ? inside : reach};
  }
  /// Columns from the first tap of the first output to the last tap of the last.
  constexpr std::size_t reach_of(std::size_t count) const {
    return (count - 1) * width.stride + (width.taps - 1) * width.dilation + 1;
  }
  constexpr bool is_inside(std::size_t tile) const {
    return width.inside(tile * columns, 0) && width.inside((tile + 1) * columns - 1, width.taps - 1);
  }
  /// Of the whole tiles, the first that is wholly inside, and one past the last: a contiguous range.
  constexpr std::size_t first_inside() const {
    std::size_t first = 0;
    while (first < width.out / columns && !is_inside(first)) ++first;
    return first;
  }
  constexpr std::size_t end_inside() const {
    std::size_t end = first_inside();
    while (end < width.out / columns && is_inside(end)) ++end;
    return end;
  }
  constexpr bool operator==(const TilePlan&) const = default;
};

/// Of `count` channels, those that the loop over them does at a time: the loop's own instructions count for
/// something where a step has few others, unless what is loaded early finds no register. Three where that
/// leaves no rest, as with the rows of a kernel of an image's three channels.
constexpr std::size_t channels_at_a_time(std::size_t columns, std::size_t vectors, std::size_t taps,
                                         std::size_t registers, std::size_t count) {
  const std::size_t products = columns * vectors * taps;
  const std::size_t needed = columns * vectors + taps * vectors + 1;
  if (products <= 6 || products > 16 || needed >= registers) return 1;
  return count % 4 != 0 && count % 3 == 0 && count <= 36 ? 3 : 4;
}

/// The multiply-adds of one step of a tile: for one channel, those of `taps` taps from number `tap` on.
struct TileStep {
  TileAxis width{};
  std::size_t columns = 1;
  std::size_t vectors = 1;
  std::size_t tap = 0;
  std::size_t taps = 1;
  TileClip clip{};

  struct Product {
    std::size_t input;   ///< Distance from where tap 0 of the first column lies.
    std::size_t weight;  ///< Which vector of weights.
    std::size_t sum;     ///< Which vector of sums.
  };

  constexpr TileStep next() const {
    TileStep step = *this;
    ++step.tap;
    return step;
  }

  /// Calls f(product), the products of one input one after another.
  template <class F>
  constexpr void for_each(const F& f) const {
    for (std::size_t x = clip.first; x < clip.end; ++x)
      for (std::size_t t = 0; t < taps; ++t) {
        const std::size_t shift = (tap + t) * width.dilation;
        if (x < shift || (x - shift) % width.stride != 0) continue;
        const std::size_t column = (x - shift) / width.stride;
        if (column >= columns) continue;
        for (std::size_t n = 0; n < vectors; ++n)
          f(Product{x * width.in_pitch, t * vectors + n, column * vectors + n});
      }
  }
  constexpr std::size_t count() const {
    std::size_t sum = 0;
    for_each([&](const Product&) { ++sum; });
    return sum;
  }
  constexpr bool operator==(const TileStep&) const = default;
};

/// The products of a step as a table.
template <TileStep S>
inline constexpr auto tile_products = [] {
  std::array<TileStep::Product, S.count()> products{};
  std::size_t n = 0;
  S.for_each([&](const TileStep::Product& product) { products[n++] = product; });
  return products;
}();

}  // namespace etch
