// SPDX-License-Identifier: MIT
#include <compiler/unfused.hpp>

using namespace etch;
using unfused::check;

// At inference scales go into weights, activations into stores: as few steps as can be, the same answers.

namespace {

template <std::size_t Filters, class... Options>
using Conv = Conv2d<Filters, Kernel<3>, Options...>;
using In = Input<6, 5, 3>;

}  // namespace

TEST_CASE("a convolution takes the normalisation and the activation after it", "[fuse]") {
  struct Whole : Network<In, Conv<4>, BatchNorm<>, Relu> {};
  struct NoBias : Network<In, Conv<4, Bias<false>, Same>, BatchNorm<>, LeakyRelu<>> {};
  struct Deep : Network<In, Conv<4>, BatchNorm<Affine<false>>, Relu6, Conv<2, Same>,
                        BatchNorm<Epsilon<1, 10>>, Tanh> {};
  check<Whole, 1>();
  check<NoBias, 1>();
  check<Deep, 2>();
  // The folded shift makes a bias.
  STATIC_REQUIRE(NoBias::inference_program.parameter_count == 27 * 4 + 4);
  STATIC_REQUIRE(Whole::flash_bytes == 4 * (27 * 4 + 4));
}

TEST_CASE("other linear layers take what is after them", "[fuse]") {
  struct Grouped : Network<Input<4, 5, 4>, Conv<6, Groups<2>>, BatchNorm<>, Relu> {};
  struct Depthwise : Network<In, DepthwiseConv2d<Kernel<3>>, BatchNorm<>, Relu6, Conv2d<4, Kernel<1>>,
                             BatchNorm<>, Relu6> {};
  struct Multiplied : Network<In, DepthwiseConv2d<Kernel<3>, Multiplier<2>, Bias<false>>, BatchNorm<>, Relu> {
  };
  struct Flat : Network<Input<7>, Dense<5>, BatchNorm<>, Sigmoid, Dense<3, Bias<false>>, Scale<>> {};
  struct Sequence : Network<Input<7, 3>, Conv1d<5, Kernel<3>>, BatchNorm<>, Silu> {};
  check<Grouped, 1>();
  check<Depthwise, 2>();
  check<Multiplied, 1>();
  check<Flat, 2>();
  check<Sequence, 1>();
}

TEST_CASE("transposed and local convolutions take what is after them", "[fuse]") {
  struct Transposed
      : Network<Input<3, 2, 4>, ConvTranspose2d<6, Kernel<3>, Stride<2>, Groups<2>>, BatchNorm<>, Relu> {};
  struct NoBias
      : Network<Input<3, 2, 3>, ConvTranspose2d<2, Kernel<3>, Bias<false>>, Scale<Bias<false>>, HardSwish> {};
  struct Local : Network<Input<4, 3, 2>, LocallyConnected2d<3, Kernel<2>>, BatchNorm<>, Relu> {};
  struct LocalNoBias : Network<Input<4, 3, 2>, LocallyConnected2d<3, Kernel<2>, Bias<false>>, BatchNorm<>> {};
  check<Transposed, 1>();
  check<NoBias, 1>();
  check<Local, 1>();
  check<LocalNoBias, 1>();
}

TEST_CASE("a normalisation before a layer that sums all taps goes into it", "[fuse]") {
  struct Valid : Network<In, BatchNorm<>, Conv<4>, Relu> {};
  struct Grouped : Network<Input<4, 5, 4>, BatchNorm<>, Conv<6, Groups<2>, Bias<false>>> {};
  struct Local : Network<Input<4, 3, 2>, BatchNorm<>, LocallyConnected2d<3, Kernel<2>>> {};
  struct Around : Network<Input<7>, BatchNorm<>, Dense<5, Bias<false>>, BatchNorm<>, Relu> {};
  check<Valid, 1>();
  check<Grouped, 1>();
  check<Local, 1>();
  check<Around, 1>();
}

TEST_CASE("a normalisation before Flatten goes into the dense layer behind", "[fuse]") {
  struct Net : Network<Input<2, 3, 4>, BatchNorm<>, Flatten, Dense<5>, Relu> {};
  struct Between : Network<In, Conv<4>, Relu, BatchNorm<>, Flatten, Dense<5>> {};
  check<Net, 2>();  // Flatten is a step that does nothing.
  check<Between, 3>();
}

TEST_CASE("a normalisation stays where folding would not be exact", "[fuse]") {
  // Padding is 0 behind the normalisation, not before it.
  struct Padded : Network<In, BatchNorm<>, Conv<4, Same>> {};
  struct OneSide : Network<In, BatchNorm<>, Conv<4, Padding<0, 0, 0, 1>>> {};
  struct Transposed : Network<Input<3, 2, 4>, BatchNorm<>, ConvTranspose2d<2, Kernel<3>>> {};
  struct Bent : Network<In, BatchNorm<>, Relu, Conv<4>> {};
  struct Pooled : Network<In, Conv<4>, MaxPool2d<2>, BatchNorm<>, Relu> {};
  struct Twice : Network<In, Conv<4>, BatchNorm<>, BatchNorm<>, Relu> {};
  check<Padded, 2>();
  check<OneSide, 2>();
  check<Transposed, 2>();
  check<Bent, 2>();  // The activation is done by the normalisation.
  check<Pooled, 3>();
  check<Twice, 2>();
}

TEST_CASE("a normalisation keeps its channels where numbers get other ones", "[fuse]") {
  // Of three convolutions' channels each has been several.
  struct Fewer : Network<Input<2, 2, 4>, BatchNorm<>, Reshape<4, 2, 2>, Conv2d<3, Kernel<1>>> {};
  struct More : Network<Input<2, 4, 2>, BatchNorm<>, Reshape<2, 2, 4>, Conv2d<3, Kernel<1>>> {};
  struct FromVector : Network<Input<12>, BatchNorm<>, Reshape<2, 2, 3>, Conv2d<2, Kernel<2>>> {};
  struct ToLocal : Network<Input<2, 2, 4>, BatchNorm<>, Reshape<2, 4, 2>, LocallyConnected2d<2, Kernel<2>>> {
  };
  struct Same4 : Network<Input<4, 1, 4>, BatchNorm<>, Reshape<2, 2, 4>, Conv2d<3, Kernel<2>>> {};
  const auto answers = []<class Net>(Net) { check<Net, Net::inference_program.step_count>(); };
  answers(Fewer{});
  answers(More{});
  answers(FromVector{});
  answers(ToLocal{});
  answers(Same4{});
}
