// SPDX-License-Identifier: MIT
#pragma once
#include <set>
#include <string>
#include <vector>

namespace etch::generator {

/// Headers of etch as one text.
struct Amalgam {
  std::set<std::string> system;  ///< The standard library's headers that it wants included before.
  std::string text;
};

/// The headers of etch's core that declare these names (without `etch::`), those they include, and of
/// the operations those that something computes with, one after another; nothing of Highway, and in Hana's
/// place a few lines.
Amalgam amalgam_of(const std::set<std::string>& names);

}  // namespace etch::generator
