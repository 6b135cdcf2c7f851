// SPDX-License-Identifier: MIT
#pragma once
#include <stdexcept>

namespace bench {

/// There is nothing there to compare with.
struct NoPeer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace bench
