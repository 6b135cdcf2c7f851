// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

namespace {

template <std::size_t Filters, class... Options>
using ConvNorm = Sequential<Conv2d<Filters, Options..., Bias<false>>, BatchNorm<>>;

using Grow = Concat<Identity, Sequential<BatchNorm<>, Relu, ConvNorm<6, Kernel<1>>, Relu,
                                         Conv2d<3, Kernel<3>, Padding<1>, Bias<false>>>>;
struct DenseBlock : Network<Input<6, 4, 3>, Conv2d<5, Kernel<3>, Padding<1>, Bias<false>>, Grow, Grow,
                            BatchNorm<>, Relu, Conv2d<5, Kernel<1>, Bias<false>>, AvgPool2d<2>> {};

using SqueezeExcite = Multiply<Identity, Sequential<GlobalAvgPool, Dense<4>, Relu, Dense<15>, HardSigmoid>>;
struct InvertedResidual
    : Network<Input<9, 8, 3>, ConvNorm<5, Kernel<3>, Stride<2>, Padding<1>>, HardSwish,
              Residual<Sequential<ConvNorm<15, Kernel<1>>, HardSwish,
                                  DepthwiseConv2d<Kernel<3>, Padding<1>, Bias<false>>, BatchNorm<>, HardSwish,
                                  SqueezeExcite, ConvNorm<5, Kernel<1>>>>,
              GlobalAvgPool, Dense<3>> {};

struct ShuffleUnit : Network<Input<5, 6, 2>, Conv2d<12, Kernel<3>, Padding<1>>,
                             Residual<Sequential<ConvNorm<6, Kernel<1>, Groups<3>>, Relu, ChannelShuffle<3>,
                                                 DepthwiseConv2d<Kernel<3>, Padding<1>, Bias<false>>,
                                                 BatchNorm<>, ConvNorm<12, Kernel<1>, Groups<3>>>>,
                             Relu6> {};

}  // namespace

TEST_CASE("a dense block is PyTorch's", "[golden]") { golden::check_network<DenseBlock>("net_dense_block"); }
TEST_CASE("an inverted residual block with squeeze and excitation is PyTorch's", "[golden]") {
  golden::check_network<InvertedResidual>("net_inverted_residual");
}
TEST_CASE("a unit of ShuffleNet is PyTorch's", "[golden]") {
  golden::check_network<ShuffleUnit>("net_shuffle_unit");
}
