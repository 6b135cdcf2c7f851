// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

namespace {

template <std::size_t Distance>
using Causal =
    Sequential<Residual<Sequential<Conv1d<6, Kernel<3>, Padding<2 * Distance, 0>, Dilation<Distance>>,
                                   LayerNorm<>, Gelu, Conv1d<6, Kernel<1>>>>,
               Silu>;
struct Sequence : Network<Input<17, 3>, Conv1d<6, Kernel<5>, Stride<2>, Padding<2>>, Causal<1>, Causal<2>,
                          ConvTranspose1d<5, Kernel<3>, Stride<2>, Padding<1>, OutputPadding<1>>,
                          AvgPool1d<3, Stride<2>>, GlobalMaxPool, Dense<4>, LogSoftmax> {};

struct Volume : Network<Input<4, 6, 4, 2>, Conv3d<4, Kernel<3>, Padding<1>>, GroupNorm<2>, Elu<>,
                        Concat<Sequential<MaxPool3d<2>, Conv3d<6, Kernel<3>, Padding<1>>, InstanceNorm<>,
                                          Mish, ConvTranspose3d<3, Kernel<2>, Stride<2>>>,
                               Identity>,
                        Conv3d<2, Kernel<1>>> {};

struct SuperResolution
    : Network<Input<4, 5, 2>, Add<Sequential<Conv2d<5, Kernel<3>, Padding<1>>, Prelu<>,
                                             Residual<Sequential<Conv2d<5, Kernel<3>, Padding<1>>, Prelu<>>>,
                                             Conv2d<8, Kernel<3>, Padding<1>>, PixelShuffle<2>>,
                                  Upsample2d<2, Bilinear>>> {};

}  // namespace

TEST_CASE("a network on sequences is PyTorch's", "[golden]") {
  golden::check_network<Sequence>("net_sequence");
}
TEST_CASE("a network on volumes is PyTorch's", "[golden]") { golden::check_network<Volume>("net_volume"); }
TEST_CASE("a network that enlarges images is PyTorch's", "[golden]") {
  golden::check_network<SuperResolution>("net_super_resolution");
}
