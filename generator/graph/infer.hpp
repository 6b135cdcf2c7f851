// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/operands.hpp>

#include <vector>

namespace etch::generator {

/// The extents of a node's outputs, by ONNX's specification of its operator, from those of its inputs.
/// Refuses operators that are not known, and inputs that do not fit.
std::vector<Dims> infer(const Operands& node);

}  // namespace etch::generator
