// SPDX-License-Identifier: MIT
#pragma once
#include <network.hpp>

namespace firmware {

/// One inference; the output stays until the next.
const float* infer(const float (&image)[Net::input_shape.size()]);

}  // namespace firmware
