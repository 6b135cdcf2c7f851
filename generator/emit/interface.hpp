// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>

#include <string>

namespace etch::generator {

/// name.h and name.cc: the network as a function that C can call. `as_array`: the weights are a constexpr
/// array.
std::string interface_header(const Network& network);
std::string interface_source(const Network& network, bool as_array);

}  // namespace etch::generator
