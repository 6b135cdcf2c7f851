// SPDX-License-Identifier: MIT
#pragma once
#include <generator/summary/memory.hpp>

#include <optional>
#include <string>

namespace etch::generator {

/// The table of layers and the totals below it. Without `memory` no bytes are said.
std::string summary_text(const Network& network, const std::optional<Memory>& memory);
/// The same as a JSON object; sizes in bytes.
std::string summary_json(const Network& network, const std::optional<Memory>& memory);

}  // namespace etch::generator
