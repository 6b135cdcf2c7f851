// SPDX-License-Identifier: MIT
// What runs on targets without vectors, on any target.
#include <etch/ops/plain.hpp>
#include <support/operation_laws.hpp>

using namespace etch;

namespace {

template <auto G>
void check() {
  static_assert(!std::is_same_v<PlainKernels<G>, EachImage<G>>);
  CHECK(PlainKernels<G>::kernel == "plain");
  laws::AnyOperation operation{
      laws::sizes_of(G), laws::passes_of<G, PlainKernels<G>>(), laws::passes_of<G, EachImage<G>>(), 0, {}};
  if constexpr (requires { G.weight_count(); }) operation.terms = G.weight_count() / G.bias_count();
  laws::check_kernels(operation, 3, 1, true, laws::is_exact(G));
  laws::check_kernels(operation, 1, 2, false, false);
}

constexpr Epilogue adds_and_rectifies{true, {Function::relu}};

}  // namespace

TEST_CASE("sums stay in registers in blocks without a rest, if there are such", "[plain]") {
  CHECK(plain::block_of(16) == 8);
  CHECK(plain::block_of(12) == 6);
  CHECK(plain::block_of(10) == 5);
  CHECK(plain::block_of(84) == 7);
  CHECK(plain::block_of(3) == 3);
  CHECK(plain::block_of(11) == 8);
}

TEST_CASE("plain convolutions give what the reference gives", "[plain]") {
  check<ConvolutionGeometry{{7, 3, 1, 1, 1, 1}, {9, 3, 1, 1, 1, 1}, 1, 3, 1, true}>();
  check<ConvolutionGeometry{{6, 3, 1, 1, 1, 1}, {5, 3, 1, 1, 1, 1}, 16, 17, 1, false}>();
  check<ConvolutionGeometry{{4, 1}, {3, 1}, 17, 12, 1, true}>();
  check<ConvolutionGeometry{{9, 3, 2, 1, 1, 1}, {8, 4, 2, 1, 1, 2}, 3, 16, 1, true}>();
  check<ConvolutionGeometry{{9, 3, 1, 2, 2, 2}, {11, 2, 3, 2, 1, 0}, 3, 11, 1, true}>();
}

TEST_CASE("windows that lie on padding, partly or wholly, are plain too", "[plain]") {
  check<ConvolutionGeometry{{4, 3, 1, 1, 3, 3}, {4, 3, 1, 1, 3, 4}, 3, 6, 1, true}>();
  check<ConvolutionGeometry{{2, 5, 1, 1, 2, 2}, {1, 5, 1, 1, 2, 2}, 6, 8, 1, true}>();
  check<ConvolutionGeometry{{5, 3, 1, 3, 3, 3}, {6, 3, 1, 4, 4, 4}, 2, 4, 1, true}>();
}

TEST_CASE("plain grouped and depthwise convolutions give what the reference gives", "[plain]") {
  check<ConvolutionGeometry{{6, 3, 1, 1, 1, 1}, {5, 3, 2, 1, 1, 1}, 6, 10, 2, true}>();
  check<ConvolutionGeometry{{5, 3, 1, 1, 1, 1}, {5, 3, 1, 1, 1, 1}, 3, 6, 3, true}>();
  check<ConvolutionGeometry{{7, 3, 1, 1, 1, 1}, {12, 3, 1, 1, 1, 1}, 17, 17, 17, true}>();
  check<ConvolutionGeometry{{6, 2, 1, 3, 1, 1}, {5, 4, 1, 1, 3, 0}, 3, 3, 3, false}>();
}

TEST_CASE("plain layers add and rectify in their store", "[plain]") {
  check<ConvolutionGeometry{{5, 3, 1, 1, 1, 1}, {4, 3, 1, 1, 1, 1}, 5, 9, 1, true, {}, adds_and_rectifies}>();
  check<ConvolutionGeometry{{5, 3, 1, 1, 1, 1}, {4, 3, 1, 1, 1, 1}, 8, 8, 8, true, {}, adds_and_rectifies}>();
  check<DenseGeometry{7, 12, true, adds_and_rectifies}>();
}

TEST_CASE("a plain convolution may write a part of a larger value", "[plain]") {
  constexpr ConvolutionGeometry g{{5, 3, 1, 1, 1, 1}, {4, 3, 1, 1, 1, 1}, 5, 9, 1, true, {}, {}, {}, 13};
  check<g>();
}

TEST_CASE("plain dense layers give what the reference gives", "[plain]") {
  check<DenseGeometry{17, 10, true}>();
  check<DenseGeometry{3, 84, false}>();
  check<DenseGeometry{9, 11, true}>();
  check<DenseGeometry{5, 1, true}>();
}

TEST_CASE("plain pooling gives what the reference gives", "[plain]") {
  check<PoolGeometry{Pooling::max, {8, 2, 2}, {9, 3, 2}, 5}>();
  check<PoolGeometry{Pooling::max, {7, 3, 2, 1, 1, 1}, {6, 3, 1, 2, 1, 2}, 3}>();
  check<PoolGeometry{Pooling::average, {7, 3, 2, 1, 1, 1}, {6, 3, 2, 1, 1, 1}, 3}>();
  check<PoolGeometry{Pooling::average, {7, 3, 2, 1, 1, 1}, {6, 3, 2, 1, 1, 1}, 4, {}, true}>();
  check<PoolGeometry{Pooling::average, {2, 2}, {700, 700}, 2}>();
  check<AdaptivePoolGeometry{Pooling::average, {{6, 4}, {5, 3}}, 3}>();
  check<AdaptivePoolGeometry{Pooling::max, {{2, 5}, {7, 3}}, 6}>();
}
