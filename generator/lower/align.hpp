// SPDX-License-Identifier: MIT
#pragma once
#include <generator/lower/lowering.hpp>

#include <utility>

namespace etch::generator {

/// Extents with ones in front until there are `rank` of them.
inline Dims padded_rank(const Dims& dims, std::size_t rank) {
  Dims padded(rank - dims.size(), 1);
  padded.insert(padded.end(), dims.begin(), dims.end());
  return padded;
}

/// Two values of as many axes, the second moved so that what they share lies in the order of the first. Axes
/// of other extents in the second come innermost there.
std::pair<Activation, Activation> aligned(const Operands& node, Lowering& to, Activation first,
                                          Activation second);

}  // namespace etch::generator
