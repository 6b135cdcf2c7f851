// SPDX-License-Identifier: MIT
#pragma once
#include <etch/ops/convolution/geometry.hpp>

namespace etch {

enum class ConvolutionKernel : unsigned char {
  reference,  ///< Volumes, as yet.
  depthwise,  ///< Lanes are channels, each with a filter of its own.
  tap_major,  ///< Lanes are filters; taps and channels one after another.
};

/// The kernel for a geometry, the first that matches.
constexpr ConvolutionKernel select_convolution(const ConvolutionGeometry& g) {
  if (!g.is_flat()) return ConvolutionKernel::reference;
  if (g.groups == g.channels && g.filters == g.channels && g.channels > 1)
    return ConvolutionKernel::depthwise;
  return ConvolutionKernel::tap_major;
}

}  // namespace etch
