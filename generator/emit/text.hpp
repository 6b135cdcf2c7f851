// SPDX-License-Identifier: MIT
#pragma once
#include <generator/lower/layers.hpp>

#include <cstddef>
#include <string>

namespace etch::generator {

/// 61706 as C++ writes it: 61'706.
std::string literal(std::size_t number);
/// 61706 as people do: 61,706.
std::string grouped(std::size_t number);
/// "28x28x6".
std::string text_of(const Extents& shape);
/// "28, 28, 6".
std::string listed(const Extents& shape);
/// LeNet5 as lenet5, for files and functions; as LENET5, for macros.
std::string lower_case(const std::string& name);
std::string upper_case(const std::string& name);

}  // namespace etch::generator
