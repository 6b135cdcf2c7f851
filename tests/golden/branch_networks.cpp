// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

namespace {

struct Epilogues : Network<Input<4, 3, 3>, Conv2d<5, Kernel<3>, Padding<1>>, LeakyRelu<Slope<1, 8>>,
                           DepthwiseConv2d<Kernel<3>, Multiplier<2>, Padding<1>>, Relu6, Scale<>, Silu,
                           ConvTranspose2d<3, Kernel<2>, Stride<2>>, Gelu, LocallyConnected2d<3, Kernel<3>>,
                           Selu, Conv2d<17, Kernel<1>>, HardSwish, Conv2d<4, Kernel<3>, Stride<2>>, Mish,
                           Flatten, Dense<9>, Softplus, Dense<7>, Elu<>, Dense<5>, GeluTanh> {};

struct Branches
    : Network<
          Input<4, 5, 3>, Conv2d<6, Kernel<1>>, Add<Identity, Relu, Sequential<Silu, Conv2d<6, Kernel<1>>>>,
          Multiply<Identity, Identity>, Multiply<Tanh, Sigmoid, Identity>,
          Residual<Multiply<Identity, Sequential<GlobalAvgPool, Dense<6>>>>, Concat<Mish, Identity, Sigmoid>,
          Conv2d<5, Kernel<3>, Padding<1>>, Residual<Gelu>, LayerNorm<>, Multiply<Identity, GlobalMaxPool>> {
};

}  // namespace

TEST_CASE("activations that other layers do are PyTorch's", "[golden]") {
  golden::check_network<Epilogues>("net_epilogues");
}
TEST_CASE("branches that read one value are PyTorch's", "[golden]") {
  golden::check_network<Branches>("net_branches");
}
