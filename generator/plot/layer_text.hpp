// SPDX-License-Identifier: MIT
#pragma once
#include <generator/plot/diagram.hpp>

#include <string>

namespace etch::generator {

/// A layer's name with its numbers, without options: Conv2d<16>.
std::string title_of(const Type& layer);
/// Its options as people say them: 3×3, stride 2, same.
std::string details_of(const Type& layer);
Diagram::Family family_of(const Type& layer);

}  // namespace etch::generator
