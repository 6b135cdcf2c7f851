// SPDX-License-Identifier: MIT
#pragma once
#include <etch/etch.hpp>
#include <etch/filters.hpp>

// Networks that together have all of etch's layers, with the options that change what they compute.
namespace catalogue {

using namespace etch;

struct Convolutions
    : Network<Input<9, 8, 4>, Conv2d<6, Kernel<3, 2>, Stride<2, 1>, Padding<1, 0>, Groups<2>>, Relu,
              Conv2d<4, Kernel<3>, Same, Dilation<2>, Bias<false>>,
              DepthwiseConv2d<Kernel<3>, SameLower, Stride<2>, Multiplier<2>>,
              ConvTranspose2d<6, Kernel<3>, Stride<2>, Padding<1>, OutputPadding<1>, Groups<2>>,
              ConvTranspose2d<3, Kernel<2>, Stride<3>, Same>,
              Correlate<Filters<filters::SobelX, filters::SobelY>, Same>, Convolve<filters::SobelX>> {};

struct Fields : Network<Input<7, 6, 2>, LocallyConnected2d<3, Kernel<3, 2>, Stride<2>, Padding<1>>, Scale<>,
                        LocallyConnected2d<2, Kernel<2>, Bias<false>>, Scale<Bias<false>>> {};

struct Sequence
    : Network<Input<20, 3>, Conv1d<4, Kernel<3>, Padding<0, 1>>, BatchNorm<>, MaxPool1d<2>,
              ConvTranspose1d<6, Kernel<2>, Stride<2>>, AvgPool1d<3, Stride<2>, Padding<1>>, LayerNorm<>,
              GroupNorm<2>, LocalResponseNorm<3, Alpha<1, 2>>, PadChannels<1, 2>, Channels<1, 5>, Prelu<>,
              Permute<1, 0>, Softmax, GlobalMaxPool, LayerNorm<>, Dense<4>> {};

struct Volume : Network<Input<4, 5, 6, 2>, Conv3d<4, Kernel<2, 3, 3>, Padding<0, 1, 1>>,
                        MaxPool3d<2, Stride<1>>, InstanceNorm<>, ConvTranspose3d<2, Kernel<2>, Bias<false>>,
                        AvgPool3d<2>, Pad<Padding<1>>, GlobalAvgPool, LogSoftmax> {};

struct Pools
    : Network<Input<23, 20, 3>, MaxPool2d<3, Stride<2>, RoundUp>, AvgPool2d<2, Stride<1>, Padding<1>>,
              AvgPool2d<2, Stride<1>, Padding<1>, CountPadding>, AvgPool2d<3, Stride<2>, RoundUp>,
              MaxPool2d<2, Width<1>, Stride<1>, Dilation<2>>, AdaptiveAvgPool2d<2, 3>> {};
struct RarePools : Network<Input<13, 14, 2>, AvgPool2d<2, Stride<1>, Dilation<3>>, AdaptiveAvgPool2d<7, 8>,
                           AdaptiveMaxPool2d<5, 3>, AdaptiveMaxPool2d<1, 3>> {};

struct Functions
    : Network<Input<3, 4, 2>, Concat<Relu, Relu6, LeakyRelu<Slope<1, 5>>, Elu<Alpha<1, 2>>, Selu, Sigmoid,
                                     Tanh, Gelu, GeluTanh, Silu, Mish, HardSwish, HardSigmoid, Softplus,
                                     Softsign, ThresholdedRelu<Alpha<1, 3>>, Prelu<>, Prelu<Shared>, Softmax,
                                     LogSoftmax, Dropout<>, SpatialDropout<>, Identity>> {};

struct Norms
    : Network<Input<4, 6, 8>, BatchNorm<Affine<false>>, LayerNorm<Axes<2>>, BatchNorm<Epsilon<1, 100>>,
              LayerNorm<Axes<3>>, LayerNorm<Affine<false>>, GroupNorm<4>, GroupNorm<2, Affine<false>>,
              InstanceNorm<>, GroupNorm<1>, InstanceNorm<Affine<false>>,
              LocalResponseNorm<5, Alpha<1, 2>, Beta<1, 2>, Offset<2>>, Flatten, BatchNorm<>, GroupNorm<4>> {
};

struct Places
    : Network<Input<4, 6, 8>, DepthToSpace<2>, SpaceToDepth<2>, PixelShuffle<2>, ChannelShuffle<2>,
              Permute<1, 0, 2>, Pad<Padding<1, 2, 0, 1>, Fill<1, 2>>, Pad<Padding<1>, Reflect>,
              Pad<Padding<2, 1>, Edge>, Crop<Padding<1, 0>>, PadChannels<1, 3>, Channels<1, 4>,
              Permute<2, 0, 1>, Reshape<19, 13, 2, 2>, Reshape<26, 38>, Reshape<13, 19, 4>, Flatten> {};
struct Sizes : Network<Input<4, 5, 3>, Upsample2d<2>, Upsample2d<1, Width<3>, Bilinear>,
                       Upsample2d<2, Bilinear, AlignCorners>> {};
struct OddSizes : Network<Input<6, 5, 2>, Resize2d<10, 7>, Resize2d<7, 9, Bilinear>,
                          Resize2d<12, 4, Bilinear, AlignCorners>> {};

using Gate = Sequential<GlobalAvgPool2d, Dense<6>, Sigmoid>;
struct Branches
    : Network<Input<6, 5, 3>, Conv2d<6, Kernel<1>>,
              Residual<Sequential<Conv2d<6, Kernel<3>, Padding<1>>, BatchNorm<>>>, Relu,
              Residual<Conv2d<4, Kernel<3>>, Conv2d<4, Kernel<3>, Bias<false>>>,
              Add<Identity, Conv2d<4, Kernel<1>>, Sequential<Relu, Conv2d<4, Kernel<1>>>>,
              Concat<Identity, Sequential<Conv2d<2, Kernel<1>>, Concat<Relu, Tanh>>, Channels<1, 2>>,
              Frozen<Conv2d<6, Kernel<1>>>, Multiply<Identity, Gate, Sequential<Gate, Reshape<1, 1, 6>>>,
              Multiply<Identity, Sequential<Conv2d<1, Kernel<1>>, Sigmoid>>,
              Precise<Conv2d<6, Kernel<3>, Padding<1>>>, Compact<Repeat<2, Conv2d<2, Kernel<1>>, Relu>>,
              Flatten, Tanh, Residual<Dense<24>>, Concat<Identity, Dense<2>>, Dense<3>, Softmax> {};

struct Taps : Network<Input<4, 4, 2>, Tap<"seen">, Conv2d<3, Kernel<3>>, Tap<"features">, Flatten,
                      Tap<"flat">, Tap<"head", Dense<2>>, Dense<4>, Tap<"scores">> {};

}  // namespace catalogue
