// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/places.hpp>
#include <generator/lower/lowering.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace etch::generator {

/// What lies in a range of positions along each axis.
Activation taken(const Operands& node, Lowering& to, Activation in, std::vector<Range> ranges);

/// Which extent of a value's shape is axis `axis` of ONNX, if one is just that.
std::optional<std::size_t> own_extent(const Extents& shape, const Layout& layout, std::size_t axis);

/// More positions around each axis, and fewer where the numbers are negative.
Activation bordered(const Operands& node, Lowering& to, Activation in, const Border& border);

}  // namespace etch::generator
