// SPDX-License-Identifier: MIT
#pragma once
#include <generator/emit/files.hpp>

#include <string>
#include <vector>

namespace etch::generator {

/// A network that needs nothing of etch to be compiled: name.hpp with its type, its weights and all that it
/// takes of etch's headers; name.h and name.cpp, the same as functions of C. `network` was imported for
/// inference alone. `command`: what wrote them, for the comment on top.
std::vector<File> standalone_files_of(const Network& network, const std::string& command);

/// Whether a network of that name would clash with what else its header declares.
bool is_taken_by_standalone(const std::string& name);

}  // namespace etch::generator
