// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

namespace {

template <std::size_t Filters, class... Options>
using ConvNorm = Sequential<Conv2d<Filters, Options..., Bias<false>>, BatchNorm<>>;

struct ResidualNet
    : Network<
          Input<9, 7, 3>, ConvNorm<6, Kernel<3>, Padding<1>>, Relu,
          Residual<Sequential<ConvNorm<6, Kernel<3>, Padding<1>>, Relu, ConvNorm<6, Kernel<3>, Padding<1>>>>,
          Relu,
          Residual<Sequential<ConvNorm<9, Kernel<3>, Stride<2>, Padding<1>>, Relu,
                              ConvNorm<9, Kernel<3>, Padding<1>>>,
                   ConvNorm<9, Kernel<1>, Stride<2>>>,
          Relu, GlobalAvgPool, Dense<5>> {};

template <std::size_t Channels, class... Inner>
using Level = Sequential<Conv2d<Channels, Kernel<3>, Padding<1>>, Relu,
                         Concat<Identity, Sequential<MaxPool2d<2>, Inner...>>,
                         Conv2d<Channels, Kernel<3>, Padding<1>>, Relu>;
struct Unet
    : Network<
          Input<12, 8, 2>,
          Level<4, Level<6, Conv2d<9, Kernel<3>, Padding<1>>, Relu, ConvTranspose2d<6, Kernel<2>, Stride<2>>>,
                ConvTranspose2d<4, Kernel<2>, Stride<2>>>,
          Conv2d<2, Kernel<1>>> {};

struct Inception
    : Network<Input<6, 7, 3>, Conv2d<6, Kernel<3>, Padding<1>>, Relu,
              Concat<Sequential<Conv2d<5, Kernel<1>>, Relu>,
                     Sequential<Conv2d<4, Kernel<1>>, Relu, Conv2d<7, Kernel<3>, Padding<1>>, Relu>,
                     Sequential<Conv2d<2, Kernel<1>>, Relu, Conv2d<3, Kernel<5>, Padding<2>>, Relu>,
                     Sequential<MaxPool2d<3, Stride<1>, Padding<1>>, Conv2d<2, Kernel<1>>, Relu>>,
              AvgPool2d<3, Stride<2>, Padding<1>>, Flatten, Dense<4>> {};

}  // namespace

TEST_CASE("a residual network is PyTorch's", "[golden]") {
  golden::check_network<ResidualNet>("net_residual");
}
TEST_CASE("a U-Net is PyTorch's", "[golden]") { golden::check_network<Unet>("net_unet"); }
TEST_CASE("an inception block is PyTorch's", "[golden]") {
  golden::check_network<Inception>("net_inception");
}
