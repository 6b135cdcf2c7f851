// SPDX-License-Identifier: MIT
#include <generator/lower/align.hpp>

namespace etch::generator {

std::pair<Activation, Activation> aligned(const Operands& node, Lowering& to, Activation first,
                                          Activation second) {
  if (!Layout::refine(first.layout, second.layout)) {
    // Pieces that cannot be split alike: both in ONNX's order.
    std::vector<std::size_t> axes;
    for (std::size_t axis = 0; axis < first.layout.rank(); ++axis) axes.push_back(axis);
    first = to.arranged(node, first, first.layout.pieces_of(axes));
    second = to.arranged(node, second, second.layout.pieces_of(axes));
    if (!Layout::refine(first.layout, second.layout)) node.refuse("joins values that lie too differently");
  }
  second = to.arranged(node, second, second.layout.order_like(first.layout));
  return {std::move(first), std::move(second)};
}

}  // namespace etch::generator
