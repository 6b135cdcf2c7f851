// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <algorithm>
#include <array>

using namespace etch;
using support::outputs_of;

TEST_CASE("local receptive fields have weights and a bias for each position", "[local]") {
  // 24 x 24 hidden units with 5 x 5 + 1 numbers each; three channels, five fields at each position.
  STATIC_REQUIRE(LocallyConnected2d<1, Kernel<5>>::infer({28, 28, 1}) == Shape{24, 24, 1});
  STATIC_REQUIRE(LocallyConnected2d<1, Kernel<5>>::parameter_count({28, 28, 1}) == 14'976);
  STATIC_REQUIRE(LocallyConnected2d<5, Kernel<5>>::parameter_count({28, 28, 3}) == 218'880);
  STATIC_REQUIRE(LocallyConnected2d<5, Kernel<5>, Bias<false>>::parameter_count({28, 28, 3}) ==
                 218'880 - 24 * 24 * 5);
  STATIC_REQUIRE(LocallyConnected2d<5, Kernel<5>>::multiply_adds({28, 28, 3}) == 24 * 24 * 75 * 5);
}

TEST_CASE("local receptive fields have the sizes of a convolution", "[local]") {
  constexpr Shape in{9, 8, 3};
  STATIC_REQUIRE(LocallyConnected2d<4, Kernel<3>, Stride<2>>::infer(in) == Shape{4, 3, 4});
  STATIC_REQUIRE(LocallyConnected2d<4, Kernel<3>, Same>::infer(in) == Shape{9, 8, 4});
  STATIC_REQUIRE(LocallyConnected2d<4, Kernel<3, 2>, Padding<1, 0, 2, 0>, Dilation<2>>::infer(in) ==
                 Shape{6, 8, 4});
}

TEST_CASE("each position has weights of its own", "[local]") {
  using Row = LocallyConnected2d<1, Kernel<1, 2>>;
  constexpr std::array<float, 2> row{1 + 20 + 5, 200 + 3000 + 6};
  STATIC_REQUIRE(outputs_of<Row, Shape{1, 3, 1}>({1, 10, 100, 1000, 5, 6}, {1, 2, 3}) == row);
  CHECK(outputs_of<Row, Shape{1, 3, 1}>({1, 10, 100, 1000, 5, 6}, {1, 2, 3}) == row);

  // Two positions, (channel, filter) in each, then (position, filter) of biases.
  using Pixels = LocallyConnected2d<2, Kernel<1>>;
  constexpr std::array<float, 4> pixels{1 + 6 + 10, 2 + 8 + 20, 15 + 28 + 30, 18 + 32 + 40};
  STATIC_REQUIRE(outputs_of<Pixels, Shape{1, 2, 2}>({1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 30, 40}, {1, 2, 3, 4}) ==
                 pixels);
  CHECK(outputs_of<Pixels, Shape{1, 2, 2}>({1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 30, 40}, {1, 2, 3, 4}) == pixels);

  // Rows of positions before columns; weights on padding count for nothing.
  using Padded = LocallyConnected2d<1, Kernel<1>, Padding<0, 1>, Bias<false>>;
  constexpr std::array<float, 6> padded{0, 2 * 7, 0, 0, 5 * 9, 0};
  STATIC_REQUIRE(outputs_of<Padded, Shape{2, 1, 1}>({1, 2, 3, 4, 5, 6}, {7, 9}) == padded);
  CHECK(outputs_of<Padded, Shape{2, 1, 1}>({1, 2, 3, 4, 5, 6}, {7, 9}) == padded);
}

TEST_CASE("with the same weights at each position local fields are a convolution", "[local]") {
  constexpr Shape in{5, 4, 2};
  constexpr std::size_t weights = 3 * 2 * 2 * 3;
  constexpr std::size_t positions = 3 * 3;
  const auto shared = laws::random_numbers<weights + 3>(1);
  std::array<float, positions*(weights + 3)> each{};
  for (std::size_t p = 0; p < positions; ++p) {
    std::copy_n(shared.begin(), weights, each.begin() + static_cast<std::ptrdiff_t>(p * weights));
    std::copy_n(shared.begin() + weights, 3,
                each.begin() + static_cast<std::ptrdiff_t>(positions * weights + p * 3));
  }
  const auto x = laws::random_numbers<in.size()>(2);
  laws::check_close(outputs_of<LocallyConnected2d<3, Kernel<3, 2>>, in>(each, x),
                    outputs_of<Conv2d<3, Kernel<3, 2>>, in>(shared, x), 1e-6);
}

TEST_CASE("what local fields do not take is a problem", "[local]") {
  constexpr Shape in{9, 8, 3};
  STATIC_REQUIRE(LocallyConnected2d<4, Kernel<3>>::infer({9, 3}).problem() == Problem::rank({9, 3}, 3));
  STATIC_REQUIRE(LocallyConnected2d<4>::infer(in).problem().rule == Rule::kernel_is_missing);
  STATIC_REQUIRE(LocallyConnected2d<0, Kernel<3>>::infer(in).problem().rule == Rule::extent_is_zero);
  STATIC_REQUIRE(LocallyConnected2d<4, Kernel<3>, Groups<1>>::infer(in).problem().rule ==
                 Rule::option_unknown);
  STATIC_REQUIRE(LocallyConnected2d<4, Kernel<9>>::infer(in).problem().rule == Rule::window_does_not_fit);
}

TEST_CASE("local fields obey the laws", "[local]") {
  laws::check<LocallyConnected2d<3, Kernel<3>>, Shape{4, 5, 2}>();
  laws::check<LocallyConnected2d<5, Kernel<2, 3>, Stride<2>, Padding<1, 0, 0, 2>, Bias<false>>,
              Shape{3, 4, 3}>();
  laws::check<LocallyConnected2d<2, Kernel<2>, Dilation<2>>, Shape{3, 4, 1}>();
}
