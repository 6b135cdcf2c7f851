// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

#include <limits>

using namespace etch;

namespace {

template <auto G>
float one(float x) {
  Operands<float> o;
  float y = 0;
  o.input = &x;
  o.result = &y;
  Kernels<G>::forward(o);
  return y;
}

}  // namespace

TEST_CASE("activations obey the laws", "[elementwise]") {
  laws::check_operation<ElementwiseGeometry{Function::relu, 37}>();
  laws::check_operation<ElementwiseGeometry{Function::leaky_relu, 35, {1, 8}}>();
  laws::check_operation<ElementwiseGeometry{Function::sigmoid, 17}>();
  laws::check_operation<ElementwiseGeometry{Function::tanh, 3}>();
  laws::check_operation<SoftmaxGeometry{3, 10}>();
  laws::check_operation<SoftmaxGeometry{1, 35}>();
  laws::check_operation<SoftmaxGeometry{2, 16}>();
}

TEST_CASE("sums, copies and concatenations obey the laws", "[elementwise]") {
  laws::check_kernels<SumGeometry{21}>(3, 1, true, true);
  laws::check_operation<CopyGeometry{10}>();
}

TEST_CASE("a part of a concatenation writes its channels and no others", "[concat]") {
  constexpr ConcatGeometry g{3, 2, 5, 1};
  laws::Data<g, float> data(2, 1, true);
  const auto before = data.result;
  Kernels<g>::forward(data.operands(data.result));
  for (std::size_t p = 0; p < 6; ++p)
    for (std::size_t c = 0; c < 5; ++c)
      CHECK(data.result[p * 5 + c] == (c == 1 || c == 2 ? data.input[p * 2 + c - 1] : before[p * 5 + c]));
  laws::check_kernels<g>(2, 1, true, true);
}

TEST_CASE("what may be done in place gives the same in place", "[elementwise]") {
  laws::check_in_place<ElementwiseGeometry{Function::relu, 37}>();
  laws::check_in_place<ElementwiseGeometry{Function::leaky_relu, 37, {1, 8}}>();
  laws::check_in_place<SoftmaxGeometry{2, 19}>();
  laws::check_in_place<SumGeometry{19}>();
  laws::check_in_place<ProductGeometry{3, 7}>();
  laws::check_in_place<ProductGeometry{3, 7, ProductGeometry::Second::channels}>();
  laws::check_in_place<ProductGeometry{1, 7, ProductGeometry::Second::pixels}>();
  laws::check_in_place<DropoutGeometry{40, 1, 2}>();
}

TEST_CASE("saturated activations reach their limits", "[elementwise]") {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  CHECK(one<ElementwiseGeometry{Function::sigmoid, 1}>(-1000) < 1e-37f);
  CHECK(one<ElementwiseGeometry{Function::sigmoid, 1}>(1000) == 1);
  CHECK(one<ElementwiseGeometry{Function::sigmoid, 1}>(-infinity) < 1e-37f);
  CHECK(one<ElementwiseGeometry{Function::sigmoid, 1}>(infinity) == 1);
  CHECK(one<ElementwiseGeometry{Function::tanh, 1}>(-1000) == -1);
  CHECK(one<ElementwiseGeometry{Function::tanh, 1}>(50) == 1);
  CHECK(one<ElementwiseGeometry{Function::relu, 1}>(infinity) == infinity);
  CHECK(one<ElementwiseGeometry{Function::leaky_relu, 1, {1, 4}}>(-8) == -2);
}

TEST_CASE("softmax of few and of many channels obeys the laws", "[softmax]") {
  laws::check_operation<SoftmaxGeometry{37, 3}>();
  laws::check_operation<SoftmaxGeometry{70, 8, true}>();
  laws::check_kernels<SoftmaxGeometry{35, 1}>(2, 1, false, false);
  laws::check_kernels<SoftmaxGeometry{2, 1000}>(2, 2, false, false);
  laws::check_kernels<SoftmaxGeometry{2, 1003, true}>(2, 3, false, false);
  laws::check_in_place<SoftmaxGeometry{40, 5}>();
  laws::check_in_place<SoftmaxGeometry{40, 5, true}>();
}

TEST_CASE("softmax is the same however large its logits", "[softmax]") {
  constexpr SoftmaxGeometry g{1, 3};
  const float x[] = {10000, 10001, 9000};
  float y[3] = {};
  Operands<float> o;
  o.input = x;
  o.result = y;
  Kernels<g>::forward(o);
  CHECK(y[0] == Approx(1 / (1 + std::exp(1.0))));
  CHECK(y[1] == Approx(1 / (1 + std::exp(-1.0))));
  CHECK(y[2] == 0);
}
