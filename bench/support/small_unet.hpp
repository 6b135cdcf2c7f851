// SPDX-License-Identifier: MIT
#pragma once
#include <etch/zoo/unet.hpp>

namespace bench {

/// U-Net with padded convolutions, an eighth as wide as the paper's, for an image of 64 x 64.
struct SmallUNet
    : etch::Network<
          etch::Input<64, 64, 1>,
          etch::zoo::unet::Padded<
              8, etch::zoo::unet::Padded<
                     16,
                     etch::zoo::unet::Padded<
                         32, etch::zoo::unet::Padded<64, etch::zoo::unet::TwoConvs<128, etch::Padding<1>>>>>>,
          etch::Conv2d<2, etch::Kernel<1>>> {};

}  // namespace bench
