// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#include "../support/layers.hpp"

namespace {

/// The largest depthwise step of MobileNetV1, without the normalisation and activation behind it.
struct Depthwise
    : etch::Network<etch::Input<112, 112, 32>, etch::DepthwiseConv2d<etch::Kernel<3>, etch::Padding<1>>> {};

[[maybe_unused]] const int registered = bench::register_steps<Depthwise>("depthwise");

}  // namespace
