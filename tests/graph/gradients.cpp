// SPDX-License-Identifier: MIT
#include <support/gradient_check.hpp>
#include <support/networks.hpp>

using namespace etch;

namespace {

struct Multilayer : Network<Input<5>, Dense<7>, Tanh, Dense<6>, Sigmoid, Dense<4>> {};
struct WithSoftmax : Network<Input<5>, Dense<7>, Tanh, Dense<4>, Softmax> {};
struct WithSigmoid : Network<Input<5>, Dense<7>, LeakyRelu<Slope<1, 5>>, Dense<4>, Sigmoid> {};
struct SoftmaxInside : Network<Input<4>, Dense<3>, Softmax, Dense<3>> {};

struct Convolutional
    : Network<Input<7, 6, 2>, Conv2d<4, Kernel<3>, Same>, Relu, MaxPool2d<2>,
              Conv2d<6, Kernel<2, 3>, Groups<2>, Padding<1, 0, 0, 2>>, Tanh, Flatten, Dense<3>> {};
struct Depthwise : Network<Input<6, 5, 3>, Conv2d<3, Kernel<3>, Groups<3>, Stride<2>, SameLower>, Tanh,
                           Conv2d<5, Kernel<1>, Bias<false>>, AvgPool2d<2, Same>, Flatten, Dense<2>> {};
struct Dilated
    : Network<Input<7, 7, 1>, Conv2d<3, Kernel<3>, Dilation<2>>, Sigmoid, GlobalAvgPool2d, Dense<3>> {};

struct Dropping
    : Network<Input<6>, Dense<16>, Tanh, Dropout<>, Dense<8>, Dropout<Rate<1, 4>>, Tanh, Dense<3>> {};
struct DroppingInput : Network<Input<12>, Dropout<>, Dense<4>, Tanh, Dense<2>> {};

struct OneDense : Network<Input<3>, Dense<2>> {};
struct OnlyBiases : Network<Input<2, 2, 1>, Conv2d<2, Kernel<1>, Padding<2>, Stride<5>>, Flatten> {};

}  // namespace

TEST_CASE("the gradient of a network of dense layers is that of its loss", "[gradient]") {
  gradients::check<Multilayer, SoftmaxCrossEntropy>(1);
  gradients::check<Multilayer, BinaryCrossEntropy>(2);
  gradients::check<Multilayer, MeanSquaredError>(3);
}

TEST_CASE("a last Softmax or Sigmoid is differentiated, by the loss or as a layer", "[gradient]") {
  gradients::check<WithSoftmax, SoftmaxCrossEntropy>(1);
  gradients::check<WithSoftmax, MeanSquaredError>(2);
  gradients::check<WithSoftmax, BinaryCrossEntropy>(3);
  gradients::check<WithSigmoid, BinaryCrossEntropy>(4);
  gradients::check<WithSigmoid, MeanSquaredError>(5);
  gradients::check<WithSigmoid, SoftmaxCrossEntropy>(6);
  gradients::check<SoftmaxInside, SoftmaxCrossEntropy>(7);
}

TEST_CASE("convolutions and pooling are differentiated", "[gradient]") {
  gradients::check<Convolutional, SoftmaxCrossEntropy>(1);
  gradients::check<Depthwise, MeanSquaredError>(2);
  gradients::check<Dilated, BinaryCrossEntropy>(3);
}

TEST_CASE("backward drops what forward dropped", "[gradient]") {
  gradients::check<Dropping, SoftmaxCrossEntropy, 4>(1);
  gradients::check<Dropping, MeanSquaredError, 1>(2);
  gradients::check<DroppingInput, MeanSquaredError, 2>(3);
}

TEST_CASE("the smallest networks are differentiated", "[gradient]") {
  gradients::check<OneDense, MeanSquaredError, 1>(1);
  gradients::check<OneDense, SoftmaxCrossEntropy, 5>(2);
  gradients::check<OnlyBiases, MeanSquaredError, 2>(3);
}
