// SPDX-License-Identifier: MIT
#pragma once
#include <generator/import.hpp>

#include <string>

namespace etch::generator {

/// The text with what is known of the network put in for @name@ (lenet5), @Name@ (LeNet5), @NAME@, @model@,
/// @inputs@ and @outputs@ (how many numbers), @input@ and @output@ (how they lie, in a sentence).
std::string filled(const Network& network, const std::string& text);

}  // namespace etch::generator
