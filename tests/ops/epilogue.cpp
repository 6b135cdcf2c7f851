// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

using namespace etch;

namespace {

constexpr ElementwiseGeometry none{};
constexpr ElementwiseGeometry relu{Function::relu};
constexpr ElementwiseGeometry relu6{Function::relu6};
constexpr ElementwiseGeometry leaky{Function::leaky_relu, 0, {1, 5}};
constexpr ElementwiseGeometry silu{Function::silu};
constexpr ElementwiseGeometry sigmoid{Function::sigmoid};
constexpr ElementwiseGeometry tangent{Function::tanh};
constexpr ElementwiseGeometry hard_swish{Function::hard_swish};
constexpr ElementwiseGeometry hard_sigmoid{Function::hard_sigmoid};

/// With its epilogue an operation gives what it gives without, the other input added, the function applied:
/// by this target's kernels, by the plain loops, and step by step in double precision.
template <auto G>
void check_forward() {
  constexpr auto bare = [] {
    auto g = G;
    g.epilogue = {};
    return g;
  }();
  constexpr ElementwiseGeometry function = G.epilogue.activation;
  for (const std::size_t images : {1, 3}) {
    CAPTURE(images);
    laws::Data<G, float> kernel(images, 1, false);
    laws::Data<G, float> reference(images, 1, false);
    Kernels<G>::forward(kernel.operands(kernel.result));
    EachImage<G>::forward(reference.operands(reference.result));
    laws::check_close("forward", kernel.result, reference.result, false);
    CHECK(kernel.other == reference.other);
    CHECK(kernel.input == reference.input);

    laws::Data<bare, double> steps(images, 1, false);
    EachImage<bare>::forward(steps.operands(steps.result));
    laws::Guarded<float> expected(reference.result.size());
    for (std::size_t n = 0; n < expected.size(); ++n) {
      double y = steps.result[n];
      if (G.epilogue.adds_other) y += double(reference.other[n]);
      expected[n] = static_cast<float>(Reference<function>::value(y));
    }
    laws::check_close("in steps", kernel.result, expected, false);
  }
}

}  // namespace

TEST_CASE("dense layers with a sum and an activation in their store", "[epilogue]") {
  check_forward<DenseGeometry{7, 3, true, {true, none}}>();
  check_forward<DenseGeometry{33, 17, true, {true, relu}}>();
  check_forward<DenseGeometry{5, 35, false, {false, relu6}}>();
  check_forward<DenseGeometry{9, 70, true, {true, tangent}}>();
  check_forward<DenseGeometry{3, 129, false, {true, sigmoid}}>();
}

TEST_CASE("a convolution of few channels to a large image", "[epilogue]") {
  check_forward<ConvolutionGeometry{.height = {70, 3, 1, 1, 1, 1},
                                    .width = {65, 3, 1, 1, 1, 1},
                                    .channels = 3,
                                    .filters = 64,
                                    .epilogue = {true, relu}}>();
}

TEST_CASE("convolutions with a sum and an activation in their store", "[epilogue]") {
  constexpr WindowAxis seven{7, 3, 1, 1, 1, 1};
  constexpr WindowAxis five{5, 3, 2, 1, 1, 1};
  check_forward<ConvolutionGeometry{seven, five, 3, 17, 1, true, {}, {true, relu}}>();
  check_forward<ConvolutionGeometry{five, seven, 16, 5, 1, false, {}, {true, none}}>();
  check_forward<ConvolutionGeometry{five, {4, 1}, 5, 33, 1, true, {}, {false, leaky}}>();
  check_forward<ConvolutionGeometry{{3, 1}, {5, 1}, 6, 10, 2, true, {}, {true, silu}}>();
  check_forward<ConvolutionGeometry{five, five, 1, 1, 1, false, {}, {true, hard_swish}}>();
}

TEST_CASE("depthwise and 3-D convolutions with a sum and an activation in their store", "[epilogue]") {
  constexpr WindowAxis seven{7, 3, 1, 1, 1, 1};
  constexpr WindowAxis five{5, 3, 2, 1, 1, 1};
  check_forward<ConvolutionGeometry{seven, five, 17, 17, 17, true, {}, {false, relu6}}>();
  check_forward<ConvolutionGeometry{five, seven, 3, 3, 3, false, {}, {true, relu}}>();
  check_forward<ConvolutionGeometry{five, seven, 3, 6, 3, true, {}, {true, hard_sigmoid}}>();
  check_forward<ConvolutionGeometry{{3, 2}, {4, 3}, 2, 5, 1, true, {3, 2}, {true, relu}}>();
}

TEST_CASE("transposed, local and scaling operations with an epilogue", "[epilogue]") {
  constexpr WindowAxis five{5, 3, 2, 1, 1, 1};
  check_forward<TransposedGeometry{{five, {4, 2}, 3, 5, 1, false}, true, {true, relu}}>();
  check_forward<TransposedGeometry{{five, five, 2, 2, 2, false}, false, {false, sigmoid}}>();
  check_forward<LocalGeometry{five, {4, 2}, 2, 3, true, {true, relu}}>();
  check_forward<LocalGeometry{five, {4, 2}, 1, 1, false, {false, tangent}}>();
  check_forward<ScaleGeometry{7, 5, true, {false, relu}}>();
  check_forward<ScaleGeometry{3, 17, true, {false, hard_swish}}>();
}
