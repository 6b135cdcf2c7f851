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

namespace {

/// Kernels against the plain loops, on two images.
template <StandardizeGeometry G>
void check_standardize() {
  INFO(G.rows << " rows, " << G.pixels << " pixels, " << G.channels << " channels in " << G.groups
              << " groups");
  laws::check_kernels<G>(2, 5, false, false);
}

}  // namespace

TEST_CASE("groups of any number of channels and pixels are normalised", "[norm]") {
  check_standardize<StandardizeGeometry{40, 1, 67, 1}>();         // rows of more than a vector, in two parts
  check_standardize<StandardizeGeometry{1, 9, 64, 32}>();         // groups of two
  check_standardize<StandardizeGeometry{1, 9, 36, 12}>();         // of three, that fill no vector
  check_standardize<StandardizeGeometry{1, 70, 40, 2, false}>();  // of 20
  check_standardize<StandardizeGeometry{1, 3, 70, 70}>();         // of one
  check_standardize<StandardizeGeometry{1, 1, 5000, 1}>();        // one of many
  check_standardize<StandardizeGeometry{1, 2100, 17, 17}>();      // of many pixels
  check_standardize<StandardizeGeometry{2, 600, 6, 1}>();
}

TEST_CASE("normalisation keeps its digits far from 0", "[norm]") {
  // Numbers 10,000 and 10,001 in turn: deviation 1/2, which the difference of two mean squares would lose.
  constexpr StandardizeGeometry g{1, 4000, 2, 1, false, {0, 1}};
  laws::Data<g, float> data(1, 1, false);
  for (std::size_t n = 0; n < data.input.size(); ++n) data.input[n] = 10'000 + static_cast<float>(n % 2);
  Kernels<g>::forward(data.operands(data.result));
  for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{4001}, std::size_t{7998}})
    CHECK(data.result[n] == Approx(n % 2 == 0 ? -1 : 1).epsilon(2e-3));
}

TEST_CASE("local responses of many channels are what the plain loops give", "[norm]") {
  laws::check_kernels<LocalResponseGeometry{3, 64}>(2, 5, false, false);
  laws::check_kernels<LocalResponseGeometry{2, 300, 2, 3, {1, 2}, {3, 4}}>(2, 6, false, false);
  laws::check_kernels<LocalResponseGeometry{2, 17, 20, 1, {1, 2}, {2, 3}}>(1, 7, false, false);
  laws::check_kernels<LocalResponseGeometry{1, 600, 0, 0, {1, 2}, {1, 2}}>(1, 8, false, false);
}

TEST_CASE("either gradient of batch normalisation may come first", "[norm]") {
  constexpr BatchNormGeometry g{6, 5};
  laws::Data<g, float> one(2, 9, false);
  laws::Data<g, float> other(2, 9, false);
  for (auto* data : {&one, &other}) Kernels<g>::forward(data->operands(data->result));
  Kernels<g>::parameter_gradient(one.operands(one.parameter_gradient));
  Kernels<g>::input_gradient(one.operands(one.input_gradient));
  Kernels<g>::input_gradient(other.operands(other.input_gradient));
  Kernels<g>::parameter_gradient(other.operands(other.parameter_gradient));
  CHECK(one.input_gradient == other.input_gradient);
  CHECK(one.parameter_gradient == other.parameter_gradient);
}

namespace {

/// What a geometry gives with an activation, and the activation of what it gives without.
template <BatchNormGeometry G, template <auto> class Operation>
void check_activation() {
  static constexpr ElementwiseGeometry elu{Function::elu, 0, {1, 2}};
  static constexpr BatchNormGeometry fused = [] {
    BatchNormGeometry with = G;
    with.epilogue.activation = elu;
    return with;
  }();
  laws::Data<G, float> apart(3, 9, false);
  laws::Data<fused, float> together(3, 9, false);
  Operation<G>::forward(apart.operands(apart.result));
  Operation<fused>::forward(together.operands(together.result));
  for (std::size_t n = 0; n < apart.result.size(); ++n)
    CHECK(together.result[n] == Approx(Reference<elu>::value(apart.result[n])).margin(1e-6));
}
template <auto G>
using Fast = Kernels<G>;
template <auto G>
using Plain = EachImage<G>;

}  // namespace

TEST_CASE("batch normalisation does an activation before it stores", "[norm]") {
  check_activation<BatchNormGeometry{6, 19}, Fast>();
  check_activation<BatchNormGeometry{6, 19}, Plain>();
  check_activation<BatchNormGeometry{.pixels = 4, .channels = 18, .frozen = true}, Fast>();
  check_activation<BatchNormGeometry{.pixels = 4, .channels = 18, .frozen = true}, Plain>();
}
