// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

using namespace etch;

TEST_CASE("max pooling obeys the laws", "[pooling]") {
  laws::check_operation<PoolGeometry{Pooling::max, {8, 2, 2}, {6, 2, 2}, 6}>();
  laws::check_operation<PoolGeometry{Pooling::max, {9, 3, 2, 1, 1, 1}, {7, 3, 1, 1, 0, 1}, 17}>();
  laws::check_operation<PoolGeometry{Pooling::max, {5, 2, 3}, {5, 3, 2}, 1}>();
}

TEST_CASE("average pooling obeys the laws", "[pooling]") {
  laws::check_operation<PoolGeometry{Pooling::average, {8, 2, 2}, {6, 2, 2}, 16}>();
  laws::check_operation<PoolGeometry{Pooling::average, {9, 3, 2, 1, 1, 1}, {7, 3, 1, 1, 0, 1}, 3}>();
  laws::check_operation<PoolGeometry{Pooling::average, {4, 4, 4}, {7, 7, 7}, 10}>();
}

TEST_CASE("the gradient of a maximum goes to the first of equal values", "[pooling]") {
  constexpr PoolGeometry g{Pooling::max, {2, 2, 2}, {2, 2, 2}, 1};
  const float x[] = {1, 5, 5, 5};
  const float dy[] = {3};
  for (const bool kernel : {false, true}) {
    float dx[] = {9, 9, 9, 9};
    Operands<float> o;
    o.input = x;
    o.output_gradient = dy;
    o.result = dx;
    kernel ? Kernels<g>::input_gradient(o) : EachImage<g>::input_gradient(o);
    CHECK(dx[0] == 0);
    CHECK(dx[1] == 3);
    CHECK(dx[2] == 0);
    CHECK(dx[3] == 0);
  }
}
