// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>

#include <cstddef>

namespace etch::zoo {
namespace squeezenet {

/// Few channels are squeezed out of many, then expanded by 1 x 1 and 3 x 3 windows, `Expanded` filters each.
template <std::size_t Squeezed, std::size_t Expanded>
using Fire = Sequential<Conv2d<Squeezed, Kernel<1>>, Relu,
                        Concat<Sequential<Conv2d<Expanded, Kernel<1>>, Relu>,
                               Sequential<Conv2d<Expanded, Kernel<3>, Padding<1>>, Relu>>>;

}  // namespace squeezenet

/// SqueezeNet 1.1 (F. Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and
/// < 0.5 MB model size", 2016; 1.1 is the authors' later release, with 2.4 times less work). Input:
/// 224 x 224 x 3. Output: 1000 logits.
///
/// Unlike the paper's 1.0: a 3 x 3 window and 64 filters at the start, and pooling earlier. As in
/// torchvision, pooling rounds up.
struct SqueezeNet : Network<Input<224, 224, 3>,                                    //
                            Conv2d<64, Kernel<3>, Stride<2>>, Relu,                // 111 x 111 x 64
                            MaxPool2d<3, Stride<2>, RoundUp>,                      // 55 x 55 x 64
                            squeezenet::Fire<16, 64>, squeezenet::Fire<16, 64>,    //
                            MaxPool2d<3, Stride<2>, RoundUp>,                      // 27 x 27 x 128
                            squeezenet::Fire<32, 128>, squeezenet::Fire<32, 128>,  //
                            MaxPool2d<3, Stride<2>, RoundUp>,                      // 13 x 13 x 256
                            squeezenet::Fire<48, 192>, squeezenet::Fire<48, 192>,  //
                            squeezenet::Fire<64, 256>, squeezenet::Fire<64, 256>,  // 13 x 13 x 512
                            Dropout<>, Conv2d<1000, Kernel<1>>, Relu, GlobalAvgPool2d> {};

}  // namespace etch::zoo
