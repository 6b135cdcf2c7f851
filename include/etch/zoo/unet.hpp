// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <cstddef>

namespace etch::zoo {
namespace unet {

template <std::size_t Filters, class... Options>
using TwoConvs = Sequential<Conv2d<Filters, Kernel<3>, Options...>, Relu,  //
                            Conv2d<Filters, Kernel<3>, Options...>, Relu>;

/// The lowest level, with the paper's dropout at the end of the way down.
template <class... Options>
using Bottom = Sequential<TwoConvs<1024, Options...>, Dropout<>>;

/// One level of the U: on the left down to `Below` and up again, across `Skip`, and both side by side.
template <std::size_t Filters, class Skip, class Below, class... Options>
using Level =
    Sequential<TwoConvs<Filters, Options...>,
               Concat<Skip, Sequential<MaxPool2d<2>, Below, ConvTranspose2d<Filters, Kernel<2>, Stride<2>>>>,
               TwoConvs<Filters, Options...>>;

/// A level that loses its border: `Margin` pixels of the skip have no counterpart.
template <std::size_t Filters, std::size_t Margin, class Below>
using Cropped = Level<Filters, Crop<Padding<Margin>>, Below>;

/// A level that keeps its size.
template <std::size_t Filters, class Below>
using Padded = Level<Filters, Identity, Below, Padding<1>>;

}  // namespace unet

/// U-Net (O. Ronneberger, P. Fischer, T. Brox, "U-Net: convolutional networks for biomedical image
/// segmentation", 2015). Input: 572 x 572 x 1, a tile with the border that the convolutions use up. Output:
/// logits of two classes for its 388 x 388 pixels in the middle.
///
/// As the paper's text and figure have it. The network that the authors released differs: it has, for
/// instance, ReLU after each up-convolution and dropout one level higher too.
struct UNet
    : Network<
          Input<572, 572, 1>,
          unet::Cropped<
              64, 88, unet::Cropped<128, 40, unet::Cropped<256, 16, unet::Cropped<512, 4, unet::Bottom<>>>>>,
          Conv2d<2, Kernel<1>>> {};

/// The same with padded convolutions: as many pixels out as in, and no cropping. Input: 512 x 512 x 1 (any
/// multiple of 16 would do). Output: 512 x 512 x 2.
struct UNetPadded
    : Network<
          Input<512, 512, 1>,
          unet::Padded<64, unet::Padded<128, unet::Padded<256, unet::Padded<512, unet::Bottom<Padding<1>>>>>>,
          Conv2d<2, Kernel<1>>> {};

}  // namespace etch::zoo
