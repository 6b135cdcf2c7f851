// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>

#include <string>

namespace etch::generator {

/// name_weights.hpp with the numbers in it.
std::string weights_array(const Network& network);
/// name_weights.hpp that refers to what name_weights.S puts into the program.
std::string weights_reference(const Network& network);
/// name_weights.S: name.weights.bin as read-only data.
std::string weights_assembly(const Network& network);
/// The same with nothing in it, where the weights are an array.
std::string no_weights_assembly(const Network& network);
/// name.weights.bin: floats, least significant byte first, as they lie in etch::Parameters.
std::string weights_bytes(const Network& network);

}  // namespace etch::generator
