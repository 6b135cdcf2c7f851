// SPDX-License-Identifier: MIT
#pragma once
#include <generator/graph/operands.hpp>

#include <vector>

namespace etch::generator {

/// Whether a node's outputs are known without the network's input: all its inputs are constants, or it asks
/// for a shape.
bool is_constant(const Operands& node);

/// The outputs of such a node. Refuses operators that only networks need, and results of more than 2^26
/// numbers.
std::vector<Tensor> fold(const Operands& node);

/// Element (i, j, ...) of the result is element start + i strides[0] + j strides[1] + ... of `from`; all must
/// lie inside.
Tensor strided(const Tensor& from, Dims dims, std::int64_t start, const std::vector<std::int64_t>& strides);

/// How far apart neighbours along each axis lie in row-major order.
std::vector<std::int64_t> strides_of(const Dims& dims);

/// `from` repeated along the axes that it lacks or where its extent is 1.
Tensor expanded(const Tensor& from, const Dims& dims);

}  // namespace etch::generator
