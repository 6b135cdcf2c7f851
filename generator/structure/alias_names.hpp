// SPDX-License-Identifier: MIT
#pragma once
#include <generator/lower/layers.hpp>

#include <map>
#include <string>
#include <vector>

namespace etch::generator {

/// What people call a block of these layers: BasicBlock, Bottleneck, Inception, ConvNormRelu, ...
std::string block_name(const std::vector<Type>& parts);

/// Whether people count a layer to the one before it: an activation always, a normalisation behind a
/// convolution or a dense layer. A block neither begins with such a layer nor ends before one.
bool belongs_to(const Type& layer, const Type& before);

/// What each number in the layers is, in order: Filters, Size, Step, ... `aliases`: what the parameters of
/// types that are no layers of etch are called.
std::vector<std::string> value_names(const std::vector<Type>& parts,
                                     const std::map<std::string, std::vector<std::string>>& aliases);

}  // namespace etch::generator
