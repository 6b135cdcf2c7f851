// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/tensor.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace etch::generator {

/// Where the numbers of a value lie, against the order that ONNX gives them. etch lays channels last; ONNX
/// counts them second, and moves axes about by Transpose and Reshape. None of these moves anything here: each
/// axis of a value is a list of pieces, outermost first, and memory is all pieces in some order. A piece of
/// extent 6 may be split into 2 x 3, and neighbours that are neighbours in memory too are joined again. Only
/// where an operator wants another order is anything moved.
class Layout {
 public:
  using Piece = std::size_t;  ///< An index into the list of pieces.

  /// Memory in the order of ONNX.
  static Layout row_major(const Dims& dims);
  /// Memory in the order of axes 0, 2, 3, ..., 1.
  static Layout channels_last(const Dims& dims);

  std::size_t rank() const { return axes_.size(); }
  std::int64_t extent(std::size_t axis) const;
  Dims dims() const;
  std::int64_t size() const;

  std::int64_t piece_extent(Piece piece) const { return extents_[piece]; }
  const std::vector<Piece>& pieces_of(std::size_t axis) const { return axes_[axis]; }
  /// The pieces of several axes, one axis after another.
  std::vector<Piece> pieces_of(const std::vector<std::size_t>& axes) const;
  const std::vector<Piece>& memory() const { return memory_; }
  std::int64_t extent_of(const std::vector<Piece>& pieces) const;

  /// Axis n of the result is axis order[n]; nothing moves.
  Layout transposed(const std::vector<std::size_t>& order) const;
  /// The numbers in the same row-major order under other extents; nothing moves. Nothing where pieces cannot
  /// be split so: then memory must be row-major first.
  std::optional<Layout> reshaped(const Dims& dims) const;
  /// The same value with memory in another order of its pieces; these keep their numbers if none are joined.
  Layout rearranged(std::vector<Piece> memory, bool join_pieces = true) const;
  /// The same without the axis where it was, and with `extent` numbers of it innermost, in one piece.
  Layout with_innermost(std::size_t axis, std::int64_t extent) const;
  /// The same with another extent of an axis that is one piece, or 1; that is then innermost.
  Layout with_extent(std::size_t axis, std::int64_t extent) const;

  /// Splits pieces of both until each axis has pieces of the same extents in both; axes of different extents
  /// are left as they are. False where they cannot be split so.
  static bool refine(Layout& first, Layout& second);
  /// The pieces of this layout in the order in which those of `other` lie, which `refine` matched. Axes that
  /// have not the same extent there come last, in order.
  std::vector<Piece> order_like(const Layout& other) const;

  bool operator==(const Layout&) const = default;
  bool is_row_major() const;
  /// For each place in memory the place in ONNX's order of what lies there.
  std::vector<std::size_t> origins() const;
  /// The same along one axis alone, whose pieces are taken in the order in which they lie.
  std::vector<std::size_t> origins(std::size_t axis) const;

 private:
  std::vector<std::int64_t> extents_;
  std::vector<std::vector<Piece>> axes_;
  std::vector<Piece> memory_;

  /// Splits a piece into `outer` times the rest; returns the second piece.
  Piece split(Piece piece, std::int64_t outer);
  /// Joins pieces that follow each other on their axis and in memory.
  void join();
};

}  // namespace etch::generator
