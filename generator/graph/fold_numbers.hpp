// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/operands.hpp>

#include <optional>

namespace etch::generator {

/// The output of a node of arithmetic on constants, element by element or reduced; nothing if it is none.
std::optional<Tensor> fold_numbers(const Operands& node);

}  // namespace etch::generator
