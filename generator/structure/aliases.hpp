// SPDX-License-Identifier: MIT
#pragma once
#include <generator/lower/layers.hpp>

#include <string>
#include <vector>

namespace etch::generator {

/// A part of a network that has a name: template <std::size_t A, std::size_t B> using name = type.
struct Alias {
  std::string name;
  std::vector<std::string> parameters;
  Type type;
};

/// Gives names to what occurs more than once among the layers of a network but for its numbers, which become
/// parameters, and writes runs of the same part as Repeat. The aliases come in an order in which each is
/// declared before it is used; they are written with `scope`:: before their names.
std::vector<Alias> name_repeated(std::vector<Type>& layers, const std::string& scope);

}  // namespace etch::generator
