// SPDX-License-Identifier: MIT
#include <support/catch.hpp>
#include <support/composition.hpp>
#include <support/networks.hpp>

using namespace etch;

// Values share memory: views, steps in place, branches that end in their part of a concatenation. None of it
// may show in the answers.

namespace {

/// Every step of these wants to write over a value that another branch still reads.
struct Overwritten : Network<Input<6>, Residual<Relu>, Residual<Tanh, Sigmoid>, Concat<Relu, Identity, Tanh>,
                             Softmax, Residual<Identity, Softmax>> {};
struct OverwrittenInput : Network<Input<4, 4, 2>, Relu, Residual<LeakyRelu<>>, Flatten> {};
struct ViewsOfOne
    : Network<Input<2, 3, 2>, Conv2d<2, Kernel<1>>, Concat<Flatten, Sequential<Relu, Flatten>>, Relu> {};
struct TwiceFlat : Network<Input<3, 3, 1>, Residual<Flatten, Sequential<Flatten, Tanh>>, Flatten> {};

struct Branches
    : Network<
          Input<5, 4, 3>, Conv2d<4, Kernel<3>, Same>,
          Concat<Conv2d<2, Kernel<3>, Same>, Sequential<MaxPool2d<3, Stride<1>, Same>, Conv2d<3, Kernel<1>>>,
                 Identity, Sequential<Relu, Conv2d<1, Kernel<1>>>>,
          Relu, GlobalAvgPool2d, Dense<3>> {};
struct Deep
    : Network<Input<6>,
              Residual<Concat<Sequential<Dense<2>, Residual<Tanh>>,
                              Residual<Sequential<Concat<Dense<3>, Dense<1>>, Relu>, Dense<4>>>>,
              Concat<Residual<Dense<6>>, Concat<Identity, Tanh>, Sequential<Concat<Sigmoid>, Dense<1>>>> {};
struct LongLives
    : Network<Input<8>, Residual<Sequential<Dense<16>, Tanh, Residual<Sequential<Dense<4>, Relu, Dense<16>>>,
                                            Dense<8>, Residual<Residual<Dense<8>>>>>> {};
struct WithDropout
    : Network<Input<6>, Dropout<>, Residual<Sequential<Dropout<>, Dense<6>, Dropout<>>, Dropout<>>,
              Concat<Dropout<>, Identity>, Dropout<>> {};

}  // namespace

TEST_CASE("steps in place never change what another branch reads", "[storage]") {
  composition::check<Overwritten>();
  composition::check<OverwrittenInput>();
  composition::check<ViewsOfOne>();
  composition::check<TwiceFlat>();
}

TEST_CASE("branches side by side, nested in any way, give what their layers give", "[storage]") {
  composition::check<Branches>();
  composition::check<Deep>();
  composition::check<LongLives>();
  composition::check<WithDropout>();
}

TEST_CASE("whole networks give what their layers give", "[storage]") {
  composition::check<networks::LeNet5>();
  composition::check<networks::Branched>();
}
