// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

using namespace etch;

TEST_CASE("batch normalisation obeys the laws", "[norm]") {
  laws::check_operation<BatchNormGeometry{6, 5}>();
  laws::check_operation<BatchNormGeometry{1, 17, true, {1, 10}, {1, 2}}>();
  laws::check_operation<BatchNormGeometry{7, 3, false}>();
}

TEST_CASE("frozen batch normalisation obeys the laws", "[norm]") {
  laws::check_operation<BatchNormGeometry{.pixels = 6, .channels = 5, .frozen = true}>();
  laws::check_operation<BatchNormGeometry{.pixels = 3, .channels = 17, .affine = false, .frozen = true}>();
}

TEST_CASE("normalisation within an image obeys the laws", "[norm]") {
  // {rows, pixels, channels, groups, affine, epsilon}
  laws::check_operation<StandardizeGeometry{5, 1, 7, 1}>();
  laws::check_operation<StandardizeGeometry{1, 1, 33, 1, true, {1, 10}}>();
  laws::check_operation<StandardizeGeometry{1, 6, 6, 3}>();
  laws::check_operation<StandardizeGeometry{1, 5, 3, 3, false}>();
  laws::check_operation<StandardizeGeometry{3, 2, 4, 2}>();
}

TEST_CASE("local response normalisation obeys the laws", "[norm]") {
  // {pixels, channels, before, after, alpha, beta, offset}
  laws::check_operation<LocalResponseGeometry{3, 7}>();
  laws::check_operation<LocalResponseGeometry{2, 5, 1, 0, {1, 1}, {1, 2}, {2, 1}}>();
  laws::check_operation<LocalResponseGeometry{1, 3, 4, 4, {3, 1}, {1, 1}, {1, 2}}>();
}

TEST_CASE("batch normalisation gives each channel of the batch mean 0 and variance 1", "[norm]") {
  constexpr BatchNormGeometry g{.pixels = 5, .channels = 3, .affine = false, .epsilon = {0, 1}};
  laws::Data<g, float> data(4, 1, false);
  Kernels<g>::forward(data.operands(data.result));
  for (std::size_t c = 0; c < 3; ++c) {
    double sum = 0;
    double squares = 0;
    for (std::size_t n = c; n < data.result.size(); n += 3) {
      sum += double(data.result[n]);
      squares += double(data.result[n]) * double(data.result[n]);
    }
    CHECK(sum / 20 == Approx(0).margin(1e-6));
    CHECK(squares / 20 == Approx(1));
  }
}
