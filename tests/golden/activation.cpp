// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

namespace {

template <class L>
void check(const std::string& name) {
  golden::check<L, Shape{2, 3, 17}>(name + "_image");
  golden::check<L, Shape{7}>(name + "_vector");
}

}  // namespace

TEST_CASE("activations with a kink are PyTorch's", "[golden]") {
  check<Relu>("relu");
  check<Relu6>("relu6");
  check<LeakyRelu<>>("leaky_relu");
  check<LeakyRelu<Slope<3, 10>>>("leaky_relu_steep");
  check<Elu<>>("elu");
  check<Elu<Alpha<3, 2>>>("elu_alpha");
  check<Selu>("selu");
  check<HardSwish>("hard_swish");
  check<HardSigmoid>("hard_sigmoid");
  check<ThresholdedRelu<Alpha<3, 2>>>("thresholded_relu");
}

TEST_CASE("smooth activations are PyTorch's", "[golden]") {
  check<Sigmoid>("sigmoid");
  check<Sigmoid>("sigmoid_wide");
  check<Tanh>("tanh");
  check<Gelu>("gelu");
  check<GeluTanh>("gelu_tanh");
  check<Silu>("silu");
  check<Mish>("mish");
  check<Softplus>("softplus");
  check<Softsign>("softsign");
}
