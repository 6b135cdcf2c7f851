// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <map>
#include <string>

namespace etch::generator {

/// Of the project: "0.1.0".
extern const char* const version;

/// The text of etch's core headers by the path that `#include` has, and of those of core/ beside this one as
/// "etch/standalone/...". Of the source file that embed.cmake writes.
const std::map<std::string, std::string, std::less<>>& headers();

}  // namespace etch::generator
