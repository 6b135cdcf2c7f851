// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>

#include <vector>

namespace etch::generator {

/// What stands between the angle brackets of etch::Network: the input, then the layers.
std::vector<Type> types_of(const Network& network);

}  // namespace etch::generator
