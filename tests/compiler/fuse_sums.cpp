// SPDX-License-Identifier: MIT
#include <compiler/unfused.hpp>

using namespace etch;
using unfused::check;

// Sums go into the store of the later of what they add; what others read must stay as it is.

namespace {

template <std::size_t Filters, class... Options>
using Conv = Conv2d<Filters, Kernel<3>, Same, Options...>;
using In = Input<5, 4, 3>;

/// A layer with given weights.
using Blur = Correlate<Filters<filters::Box<3>>, Same>;

}  // namespace

TEST_CASE("a block with an identity shortcut is a step for each convolution", "[fuse]") {
  struct Basic : Network<In, Residual<Sequential<Conv<3>, BatchNorm<>, Relu, Conv<3>, BatchNorm<>>>, Relu> {};
  struct Two
      : Network<In, Conv<4>, Relu, Residual<Sequential<Conv<4>, BatchNorm<>, Relu, Conv<4>, BatchNorm<>>>,
                Relu, Residual<Sequential<Conv<4>, BatchNorm<>>>, Tanh> {};
  check<Basic, 2>();
  check<Two, 4>();
}

TEST_CASE("a block with a projection is a step for each convolution", "[fuse]") {
  struct Net : Network<In,
                       Residual<Sequential<Conv<4, Stride<2>>, BatchNorm<>, Relu, Conv<4>, BatchNorm<>>,
                                Sequential<Conv2d<4, Kernel<1>, Stride<2>>, BatchNorm<>>>,
                       Relu> {};
  struct Flat : Network<Input<6>, Residual<Sequential<Dense<5>, BatchNorm<>>, Dense<5, Bias<false>>>, Relu6> {
  };
  check<Net, 3>();
  check<Flat, 2>();
}

TEST_CASE("other linear layers take sums too", "[fuse]") {
  struct Depthwise : Network<In, Residual<Sequential<DepthwiseConv2d<Kernel<3>, Same>, BatchNorm<>>>, Relu> {
  };
  struct Transposed : Network<In, Residual<ConvTranspose2d<3, Kernel<3>, Same>>, Relu> {};
  struct Local : Network<In, Residual<LocallyConnected2d<3, Kernel<3>, Same>>, Silu> {};
  check<Depthwise, 1>();
  check<Transposed, 1>();
  check<Local, 1>();
}

TEST_CASE("fixed filters take sums and activations, but no scale", "[fuse]") {
  struct Bent : Network<In, Correlate<Filters<filters::SobelX, filters::SobelY>>, Relu> {};
  struct Sum : Network<In, Residual<Blur>, Relu> {};
  struct Scaled : Network<In, Blur, BatchNorm<>, Relu> {};
  check<Bent, 1>();
  check<Sum, 1>();
  check<Scaled, 2>();  // The normalisation takes the activation.
}

TEST_CASE("of several summands each sum goes into one", "[fuse]") {
  struct Three : Network<In, Add<Conv<3>, Conv2d<3, Kernel<1>>, Identity>, Relu> {};
  struct Nested : Network<In, Residual<Residual<Conv<3>>>, Relu> {};
  struct Doubled : Network<In, Conv<3>, Residual<Identity>> {};
  check<Three, 4>();  // The last convolution adds one; the second sum, and what follows, are steps.
  check<Nested, 3>();
  check<Doubled, 2>();  // Its two values are one.
}

TEST_CASE("what is read twice stays", "[fuse]") {
  struct Sums : Network<In, Conv<3>, Residual<Relu>> {};
  struct Normalised : Network<In, Conv<3>, Concat<BatchNorm<>, Identity>> {};
  struct Before : Network<In, BatchNorm<>, Residual<Conv2d<3, Kernel<1>>>> {};
  struct Both : Network<In, Conv<3>, Residual<Sequential<BatchNorm<>, Relu, Conv<3>>>> {};
  check<Sums, 3>();
  check<Normalised, 4>();
  check<Before, 2>();
  check<Both, 3>();
}

TEST_CASE("what a tap keeps stays", "[fuse]") {
  struct Between : Network<In, Conv<3>, Tap<"sums">, Relu> {};
  struct Normalised : Network<In, Conv<3>, Tap<"sums">, BatchNorm<>, Tap<"scaled">, Relu> {};
  struct Before : Network<In, BatchNorm<>, Tap<"scaled">, Conv2d<3, Kernel<1>>> {};
  struct Added : Network<In, Residual<Sequential<Conv<3>, Tap<"inner">>>> {};
  struct Behind : Network<In, Conv<3>, BatchNorm<>, Relu, Tap<"features">> {};
  check<Between, 3>();
  check<Normalised, 5>();
  check<Before, 3>();
  check<Added, 3>();
  check<Behind, 2>();
}

TEST_CASE("a sum waits for all branches of a concatenation", "[fuse]") {
  struct Later : Network<In, Residual<Conv2d<5, Kernel<1>>, Concat<Identity, Conv2d<2, Kernel<1>>>>, Relu> {};
  struct Earlier : Network<In, Residual<Concat<Identity, Conv2d<2, Kernel<1>>>, Conv2d<5, Kernel<1>>>, Relu> {
  };
  struct Branches
      : Network<In, Concat<Sequential<Conv<2>, BatchNorm<>, Relu>, Sequential<Conv2d<3, Kernel<1>>, Relu>>,
                BatchNorm<>> {};
  // Where the kernels can, convolutions write into the concatenation: copies of them are no steps.
  constexpr bool copies = this_target.lanes > 1 && !this_target.packs();
  // Nothing can be added before the concatenation is whole: a convolution, the input's copy, another, +,
  // Relu.
  check<Later, copies ? 6 : 5>();
  check<Earlier, copies ? 4 : 3>();  // The last convolution adds it.
  check<Branches, copies ? 5 : 3>();
}

TEST_CASE("what inference leaves out does not stand between", "[fuse]") {
  struct Dropping : Network<In, Conv<4>, Dropout<>, BatchNorm<>, SpatialDropout<>, Relu> {};
  struct Fixed : Network<In, Frozen<Conv<4>, BatchNorm<>>, Relu> {};
  struct Long : Network<In, Conv<4>, BatchNorm<>, Gelu> {};
  check<Dropping, 1>();
  check<Fixed, 1>();
  check<Long, 1>();
}
