// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

namespace etch::generator {

/// Whether C's headers, or those of POSIX that C++'s headers include, declare something of that name outside
/// of any namespace: a function hides a type of its name, and what has that type does not compile.
bool is_of_c_library(std::string_view name);

}  // namespace etch::generator
