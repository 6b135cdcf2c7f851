// SPDX-License-Identifier: MIT
// All that firmware with a network consists of: weights in flash, an arena in RAM, a call.
#include <infer.hpp>

namespace {

// A section of its own, so that the linker's map shows it by itself.
[[gnu::section(".bss.arena")]] etch::Workspace<firmware::Net> workspace;

}  // namespace

const float* firmware::infer(const float (&image)[Net::input_shape.size()]) {
  return etch::forward<Net>(weights(), image, workspace).data();
}
