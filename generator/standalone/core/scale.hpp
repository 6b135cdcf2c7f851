// SPDX-License-Identifier: MIT
#pragma once
#include <etch/layers/norm.hpp>

namespace etch {

/// `Scale` that stays where it is: the weights of the layers after it are in the program as they are, and the
/// compiler shall not compute others.
template <class... Given>
struct KeptScale : Scale<Given...> {
  static void inference_geometry();  ///< Hides the one by which it could go into other layers.
};

}  // namespace etch
