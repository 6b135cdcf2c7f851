// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

namespace {

struct PartlyFrozen
    : Network<Input<5, 4, 2>, Frozen<Conv2d<5, Kernel<3>, Padding<1>, Bias<false>>, BatchNorm<>, Relu>,
              Conv2d<7, Kernel<3>, Padding<1>>, Frozen<BatchNorm<>>, Relu, BatchNorm<>, GlobalAvgPool,
              Dense<3>> {};

struct Folds
    : Network<Input<6, 5, 4>, BatchNorm<>, Conv2d<6, Kernel<3>, Groups<2>>, BatchNorm<>,
              LocallyConnected2d<4, Kernel<2>>, BatchNorm<>, Relu, ConvTranspose2d<6, Kernel<3>, Stride<2>>,
              BatchNorm<>, Conv2d<3, Kernel<3>, Padding<1>>, Scale<>, MaxPool2d<2>, BatchNorm<>, Flatten,
              Dense<4>, BatchNorm<>> {};

struct Gates
    : Network<Input<5, 4, 2>, Conv2d<5, Kernel<3>, Padding<1>>,
              Multiply<Sequential<Conv2d<7, Kernel<1>>, Tanh>, Sequential<Conv2d<7, Kernel<1>>, Sigmoid>>,
              Multiply<Identity, Sequential<Conv2d<1, Kernel<3>, Padding<1>>, Sigmoid>>,
              Multiply<Identity, Sequential<AdaptiveAvgPool2d<1>, Conv2d<7, Kernel<1>>, Sigmoid>>,
              GlobalMaxPool, Dense<3>> {};

}  // namespace

TEST_CASE("a partly frozen network is PyTorch's", "[golden]") {
  golden::check_network<PartlyFrozen>("net_frozen");
  golden::check_network<PartlyFrozen, 3, 5>("net_frozen");
}
TEST_CASE("normalisations that other layers take in are PyTorch's", "[golden]") {
  golden::check_network<Folds>("net_folds");
}
TEST_CASE("gates are PyTorch's products", "[golden]") { golden::check_network<Gates>("net_gates"); }
