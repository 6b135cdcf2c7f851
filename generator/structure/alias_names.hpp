// SPDX-License-Identifier: MIT
#pragma once
#include <generator/lower/layers.hpp>

#include <string>
#include <vector>

namespace etch::generator {

/// What people call a block of these layers: BasicBlock, Bottleneck, Inception, ConvNormRelu, ...
std::string block_name(const std::vector<Type>& parts);

/// What each number in the layers is, in order: Filters, Size, Step, ...
std::vector<std::string> number_names(const std::vector<Type>& parts);

}  // namespace etch::generator
