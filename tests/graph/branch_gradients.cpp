// SPDX-License-Identifier: MIT
#include <support/gradient_check.hpp>
#include <support/networks.hpp>

using namespace etch;

namespace {

struct IdentityShortcut
    : Network<Input<6>, Dense<5>, Residual<Sequential<Dense<5>, Tanh, Dense<5>>>, Dense<3>> {};
struct Projection : Network<Input<6, 5, 2>,
                            Residual<Conv2d<3, Kernel<3>, Stride<2>, Same>, Conv2d<3, Kernel<1>, Stride<2>>>,
                            Tanh, Flatten, Dense<2>> {};
/// The body writes over what the shortcut still needs, if memory is shared wrongly.
struct InPlaceBody : Network<Input<4>, Dense<5>, Residual<Tanh>, Residual<Sigmoid, Tanh>, Dense<2>> {};
/// Both branches are the value itself: twice it.
struct Doubled : Network<Input<4>, Dense<3>, Residual<Identity>, Tanh, Residual<Identity, Identity>> {};
struct ChainOfResiduals
    : Network<Input<4>, Dense<4>, Residual<Residual<Residual<Dense<4>>, Tanh>>, Dense<2>> {};

struct Vectors
    : Network<Input<5>, Dense<4>, Concat<Dense<3>, Identity, Sequential<Dense<2>, Tanh>>, Dense<3>> {};
struct Images : Network<Input<5, 4, 2>, Conv2d<3, Kernel<3>, Same>,
                        Concat<Conv2d<2, Kernel<1>>, MaxPool2d<3, Stride<1>, Same>, Identity>, Relu, Flatten,
                        Dense<2>> {};
struct OneBranch : Network<Input<4>, Dense<4>, Concat<Sequential<Dense<3>, Tanh>>, Dense<2>> {};
struct OnlyIdentity
    : Network<Input<4>, Dense<4>, Concat<Identity>, Tanh, Concat<Identity, Identity>, Dense<2>> {};
struct NestedConcat : Network<Input<4>, Dense<4>,
                              Concat<Tanh, Concat<Dense<2>, Concat<Identity, Sigmoid>>, Identity>, Dense<2>> {
};

using InnerResidual = Residual<Sequential<Dense<4>, Tanh>>;
struct Nested : Network<Input<5>, Dense<4>,
                        Residual<Sequential<Concat<InnerResidual, Dense<3>>, Tanh, Dense<4>>>, Dense<2>> {};
/// A concatenation as the network's output, and a sum as it.
struct EndsInConcat : Network<Input<4>, Concat<Dense<2>, Dense<3>>> {};
struct EndsInSum : Network<Input<4>, Residual<Dense<4>, Sequential<Dense<4>, Tanh>>> {};
struct DroppingBranches
    : Network<Input<5>, Dense<6>, Residual<Sequential<Dropout<>, Dense<6>>, Dropout<Rate<1, 4>>>, Dense<2>> {
};

}  // namespace

TEST_CASE("the gradient of a sum goes to both branches", "[gradient]") {
  gradients::check<IdentityShortcut, SoftmaxCrossEntropy>(1);
  gradients::check<Projection, MeanSquaredError>(2);
  gradients::check<InPlaceBody, MeanSquaredError>(3);
  gradients::check<Doubled, MeanSquaredError>(4);
  gradients::check<ChainOfResiduals, BinaryCrossEntropy>(5);
}

TEST_CASE("the gradient of a concatenation goes to each branch's part", "[gradient]") {
  gradients::check<Vectors, SoftmaxCrossEntropy>(1);
  gradients::check<Images, MeanSquaredError, 2>(2);
  gradients::check<OneBranch, MeanSquaredError>(3);
  gradients::check<OnlyIdentity, BinaryCrossEntropy>(4);
  gradients::check<NestedConcat, MeanSquaredError>(5);
}

TEST_CASE("residuals in concatenations in residuals are differentiated", "[gradient]") {
  gradients::check<Nested, MeanSquaredError>(1);
  gradients::check<Nested, SoftmaxCrossEntropy, 1>(2);
  gradients::check<networks::Branched, SoftmaxCrossEntropy, 2>(3);
}

TEST_CASE("a network may end where branches meet", "[gradient]") {
  gradients::check<EndsInConcat, SoftmaxCrossEntropy>(1);
  gradients::check<EndsInSum, MeanSquaredError>(2);
}

TEST_CASE("each branch drops its own, the same backward as forward", "[gradient]") {
  gradients::check<DroppingBranches, MeanSquaredError, 4>(1);
}
