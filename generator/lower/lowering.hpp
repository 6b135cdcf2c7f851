// SPDX-License-Identifier: MIT
#pragma once
#include <etch/fraction.hpp>

#include <generator/graph/operands.hpp>
#include <generator/lower/layers.hpp>
#include <generator/lower/layout.hpp>

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace etch::generator {

/// A value of the network being made: the step that gives it, and where its numbers lie.
struct Activation {
  std::size_t value = 0;
  Layout layout;
};

/// What a layer has learned, in etch's order.
struct Learned {
  std::vector<float> parameters;
  std::vector<float> statistics;
  Filters filters;
  std::size_t multiply_adds = 0;
};

/// Makes layers of nodes. Operators ask for a value to lie as they need it, and get it moved there only if it
/// does not.
class Lowering {
 public:
  /// `batched`: the first axis of each value is a batch, of which the network sees one.
  Lowering(const Graph& graph, bool channels_last_input, bool batched);

  LayerGraph graph;
  /// How many numbers had to be moved: the fewer, the better the input's layout was guessed.
  std::size_t moved = 0;

  /// The value that a node reads, or the extents that its output has.
  const Activation& input(const Operands& node, std::size_t n) const;
  Dims dims(const Operands& node, std::size_t n) const { return input(node, n).layout.dims(); }
  Dims output_dims(const Operands& node, std::size_t n = 0) const;
  void set(const Operands& node, Activation made, std::size_t output = 0);
  const Activation& value(const std::string& name) const { return values_.at(name); }

  const Extents& shape(const Activation& of) const { return graph.layers[of.value].shape; }

  /// Appends a layer to a value.
  Activation layer(const Operands& node, const Activation& in, Type type, Extents shape, Layout layout,
                   Learned learned = {});
  /// Appends the point where values meet. All have the shapes that it takes.
  Activation join(const Operands& node, Layer::Kind kind, const std::vector<Activation>& inputs,
                  Extents shape, Layout layout);

  /// The value with its memory in the order of these pieces.
  Activation arranged(const Operands& node, const Activation& in, const std::vector<Layout::Piece>& memory);
  /// The value under another shape, of as many numbers.
  Activation viewed(const Operands& node, const Activation& in, const Extents& shape);
  /// The value with its axes in that order, each group of them being one extent of its shape.
  Activation lying(const Operands& node, const Activation& in,
                   const std::vector<std::vector<std::size_t>>& groups);
  /// The value with these axes innermost, in the order in which their pieces lie, as the last extent.
  Activation innermost(const Operands& node, const Activation& in, const std::vector<std::size_t>& axes);
  /// The value under a shape whose last extent is `channels`: its own if that is so.
  Activation with_channels(const Operands& node, const Activation& in, std::size_t channels);
  /// The value with this axis in one piece, where its first piece lies.
  Activation in_one_piece(const Operands& node, const Activation& in, std::size_t axis);
  /// An image (before, extent of `axis`, behind), the axis being in one piece.
  Activation around(const Operands& node, const Activation& in, std::size_t axis);

  /// The value times `factors` plus `shifts`; each is one number for each element in the order of memory, or
  /// one for all, or none.
  Activation scaled(const Operands& node, const Activation& in, std::vector<float> factors,
                    std::vector<float> shifts);
  /// The numbers of a constant that is broadcast to the value, in the order of its memory.
  std::vector<float> spread(const Operands& node, const Tensor& constant, const Activation& over) const;
  /// Contracts axis `axis` with a matrix of (its extent, outputs), and adds a bias for each output if there
  /// are any. The axis is then innermost.
  Activation contracted(const Operands& node, const Activation& in, std::size_t axis,
                        const std::vector<float>& matrix, std::size_t outputs,
                        const std::vector<float>& biases);
  /// The value repeated along the axes where `dims` is larger and it is 1.
  Activation repeated(const Operands& node, const Activation& in, const Dims& dims);
  /// The value under other extents of ONNX, in the same row-major order.
  Activation reshaped(const Operands& node, const Activation& in, const Dims& dims);

 private:
  const Graph& source_;
  bool batched_;
  std::map<std::string, Activation, std::less<>> values_;
  /// What has been moved already: the next to ask for the same shares it.
  struct Move {
    Activation from;
    std::vector<Layout::Piece> memory;
    Activation to;
  };
  std::vector<Move> moves_;

  Activation permuted(const Operands& node, const Activation& in, const std::vector<Layout::Piece>& memory,
                      bool join_pieces);
};

/// Whether x - value + value may be noticeably other than x: each sum rounds to the last place of its size.
inline bool is_far(float value) { return !(std::abs(value) <= 16); }

/// The number as a fraction that, computed as a float, is the same float; nothing if it is negative or not
/// finite.
std::optional<Fraction> fraction_of(float value);
/// An option that is a fraction: Slope<1, 100>. Refuses what is none, calling it `what`.
Type fraction_option(const Operands& node, const std::string& name, float value, const std::string& what);

}  // namespace etch::generator
