// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <algorithm>
#include <array>
#include <limits>

using namespace etch;
using support::outputs_of;
using support::problem;

namespace {

/// PyTorch's pooling_output_shape in ceil mode (ATen/native/Pool.h): rounded up, but "the last pooling starts
/// inside the image (or left padding)".
int ceil_mode(int in, int kernel, int stride, int dilation, int padding) {
  const int out = (in + 2 * padding - dilation * (kernel - 1) - 1 + stride - 1) / stride + 1;
  return (out - 1) * stride >= in + padding ? out - 1 : out;
}

}  // namespace

TEST_CASE("rounded up, the last window begins inside the input or the padding before it", "[pool]") {
  for (int in = 1; in < 12; ++in)
    for (int kernel = 1; kernel < 5; ++kernel)
      for (int stride = 1; stride < 6; ++stride)
        for (int dilation = 1; dilation < 3; ++dilation)
          for (int padding = 0; padding < 3; ++padding) {
            const int extent = dilation * (kernel - 1) + 1;
            // Padding that covers windows, or no window at all: PyTorch refuses both.
            if (padding > extent / 2 || in + 2 * padding + stride <= extent) continue;
            const auto number = [](int n) { return static_cast<std::size_t>(n); };
            const WindowAxis axis{number(in),
                                  number(kernel),
                                  number(stride),
                                  number(dilation),
                                  number(padding),
                                  number(padding),
                                  true};
            CAPTURE(in, kernel, stride, dilation, padding);
            CHECK(axis.out() == number(ceil_mode(in, kernel, stride, dilation, padding)));
          }
  // GoogLeNet's: 112 to 56.
  STATIC_REQUIRE(MaxPool2d<3, Stride<2>, RoundUp>::infer({112, 112, 64}) == Shape{56, 56, 64});
  STATIC_REQUIRE(MaxPool2d<2, RoundUp>::infer({5, 4, 1}) == Shape{3, 2, 1});
  STATIC_REQUIRE(AvgPool2d<2, RoundUp>::infer({5, 7, 1}) == Shape{3, 4, 1});
  // A third window would begin behind the input.
  STATIC_REQUIRE(MaxPool1d<1, Stride<4>, RoundUp>::infer({5, 1}) == Shape{2, 1});
  STATIC_REQUIRE(MaxPool1d<2, Stride<4>, RoundUp>::infer({8, 1}) == Shape{2, 1});
  STATIC_REQUIRE(MaxPool1d<2, Stride<4>, RoundUp>::infer({9, 1}) == Shape{3, 1});
  // Larger than the input: the last window, which is the first, hangs over it by less than a stride.
  STATIC_REQUIRE(MaxPool1d<4, Stride<2>, RoundUp>::infer({3, 1}) == Shape{1, 1});
  STATIC_REQUIRE(MaxPool1d<5, Stride<2>, RoundUp>::infer({3, 1}).problem().rule == Rule::window_does_not_fit);
}

TEST_CASE("a window that hangs over the edge takes what is there", "[pool]") {
  constexpr std::array<float, 5> x{-1, -2, -3, -4, -5};
  constexpr std::array<float, 3> largest{-1, -3, -5};
  STATIC_REQUIRE(outputs_of<MaxPool1d<2, RoundUp>, Shape{5, 1}>({}, x) == largest);
  CHECK(outputs_of<MaxPool1d<2, RoundUp>, Shape{5, 1}>({}, x) == largest);
  constexpr std::array<float, 3> mean{-1.5f, -3.5f, -5};
  STATIC_REQUIRE(outputs_of<AvgPool1d<2, RoundUp>, Shape{5, 1}>({}, x) == mean);
  CHECK(outputs_of<AvgPool1d<2, RoundUp>, Shape{5, 1}>({}, x) == mean);
  // Without RoundUp it is dropped.
  STATIC_REQUIRE(outputs_of<AvgPool1d<2>, Shape{5, 1}>({}, x) == std::array<float, 2>{-1.5f, -3.5f});
}

TEST_CASE("padding counts in a mean if asked for, what lies behind it never", "[pool]") {
  // 0 | 1 2 3 4 | 0, windows of three that move by two; the third begins at the 4 and ends behind the
  // padding: PyTorch divides its sum by 2 if padding counts.
  constexpr std::array<float, 4> x{1, 2, 3, 4};
  using Counted = AvgPool1d<3, Stride<2>, Padding<1>, RoundUp, CountPadding>;
  using Real = AvgPool1d<3, Stride<2>, Padding<1>, RoundUp>;
  constexpr std::array<float, 3> counted{1, 3, 2};
  constexpr std::array<float, 3> real{1.5f, 3, 4};
  STATIC_REQUIRE(outputs_of<Counted, Shape{4, 1}>({}, x) == counted);
  CHECK(outputs_of<Counted, Shape{4, 1}>({}, x) == counted);
  STATIC_REQUIRE(outputs_of<Real, Shape{4, 1}>({}, x) == real);
  CHECK(outputs_of<Real, Shape{4, 1}>({}, x) == real);

  // All corners of a 2 x 2 image see one number and three zeros.
  using Corners = AvgPool2d<2, Padding<1>, CountPadding>;
  constexpr std::array<float, 4> quarters{.25f, .5f, .75f, 1};
  STATIC_REQUIRE(outputs_of<Corners, Shape{2, 2, 1}>({}, x) == quarters);
  CHECK(outputs_of<Corners, Shape{2, 2, 1}>({}, x) == quarters);
}

TEST_CASE("pooling over sequences", "[pool]") {
  STATIC_REQUIRE(MaxPool1d<3>::infer({10, 4}) == Shape{3, 4});
  STATIC_REQUIRE(MaxPool1d<3, Stride<1>, Padding<1>>::infer({10, 4}) == Shape{10, 4});
  STATIC_REQUIRE(AvgPool1d<4, Stride<2>, Padding<1, 2>>::infer({10, 4}) == Shape{5, 4});
  STATIC_REQUIRE(MaxPool1d<2, Same>::infer({5, 4}) == Shape{3, 4});
  constexpr std::array<float, 8> x{1, -8, 3, -6, 2, -7, 5, -1};
  constexpr std::array<float, 4> largest{3, -6, 5, -1};
  STATIC_REQUIRE(outputs_of<MaxPool1d<2>, Shape{4, 2}>({}, x) == largest);
  CHECK(outputs_of<MaxPool1d<2>, Shape{4, 2}>({}, x) == largest);
  constexpr std::array<float, 4> mean{2, -7, 3.5f, -4};
  STATIC_REQUIRE(outputs_of<AvgPool1d<2>, Shape{4, 2}>({}, x) == mean);
  CHECK(outputs_of<AvgPool1d<2>, Shape{4, 2}>({}, x) == mean);
}

TEST_CASE("pooling over volumes", "[pool]") {
  STATIC_REQUIRE(MaxPool3d<2>::infer({4, 5, 6, 3}) == Shape{2, 2, 3, 3});
  STATIC_REQUIRE(MaxPool3d<1, Height<2>, Width<3>>::infer({4, 5, 6, 3}) == Shape{4, 2, 2, 3});
  STATIC_REQUIRE(AvgPool3d<2, Stride<1, 2, 3>>::infer({4, 5, 6, 3}) == Shape{3, 2, 2, 3});
  STATIC_REQUIRE(AvgPool3d<2, Width<1>, RoundUp>::infer({3, 5, 6, 3}) == Shape{2, 3, 6, 3});
  constexpr std::array<float, 8> x{1, 2, 3, 4, 5, 6, 7, 16};
  STATIC_REQUIRE(outputs_of<MaxPool3d<2>, Shape{2, 2, 2, 1}>({}, x) == std::array<float, 1>{16});
  STATIC_REQUIRE(outputs_of<AvgPool3d<2>, Shape{2, 2, 2, 1}>({}, x) == std::array<float, 1>{5.5f});
  // Pairs of slices.
  constexpr std::array<float, 4> depth{3, 4, 5, 10};
  STATIC_REQUIRE(outputs_of<AvgPool3d<2, Height<1>, Width<1>>, Shape{2, 2, 2, 1}>({}, x) == depth);
  CHECK(outputs_of<AvgPool3d<2, Height<1>, Width<1>>, Shape{2, 2, 2, 1}>({}, x) == depth);
}

TEST_CASE("pooling over volumes is the largest number of each box", "[pool]") {
  constexpr Shape in{3, 5, 4, 2};
  using L = MaxPool3d<2, Height<3>, Width<2>, Stride<1, 2, 2>, Padding<0, 1, 1>>;
  STATIC_REQUIRE(L::infer(in) == Shape{2, 3, 3, 2});
  const auto x = laws::random_numbers<in.size()>(1);
  std::array<float, 2 * 3 * 3 * 2> expected{};
  std::size_t n = 0;
  for (int a = 0; a < 2; ++a)
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j)
        for (int c = 0; c < 2; ++c) {
          float largest = -std::numeric_limits<float>::infinity();
          for (int d = a; d < a + 2; ++d)
            for (int h = std::max(0, 2 * i - 1); h < std::min(5, 2 * i + 2); ++h)
              for (int w = std::max(0, 2 * j - 1); w < std::min(4, 2 * j + 1); ++w)
                largest = std::max(largest, x[static_cast<std::size_t>(((d * 5 + h) * 4 + w) * 2 + c)]);
          expected[n++] = largest;
        }
  laws::check_close(outputs_of<L, in>({}, x), expected, 0);
}

TEST_CASE("the taps of a dilated maximum lie apart", "[pool]") {
  using L = MaxPool1d<2, Stride<1>, Dilation<2>>;
  STATIC_REQUIRE(L::infer({5, 1}) == Shape{3, 1});
  constexpr std::array<float, 3> expected{2, 5, 3};  // of (1, 2), (5, 4), (2, 3)
  STATIC_REQUIRE(outputs_of<L, Shape{5, 1}>({}, {1, 5, 2, 4, 3}) == expected);
  CHECK(outputs_of<L, Shape{5, 1}>({}, {1, 5, 2, 4, 3}) == expected);

  using Corners = MaxPool2d<2, Dilation<2>>;
  constexpr std::array<float, 1> corners{4};
  STATIC_REQUIRE(outputs_of<Corners, Shape{3, 3, 1}>({}, {1, 9, 3, 9, 9, 9, 4, 9, 2}) == corners);
  CHECK(outputs_of<Corners, Shape{3, 3, 1}>({}, {1, 9, 3, 9, 9, 9, 4, 9, 2}) == corners);
}

TEST_CASE("a window whose taps all miss the input has no maximum", "[pool]") {
  // Taps at -1 and 2 of an input of 2.
  STATIC_REQUIRE(problem<MaxPool1d<2, Dilation<3>, Padding<1>>>({3, 4}).rule == Rule::none);
  CHECK((problem<MaxPool1d<2, Dilation<3>, Padding<1>>>({2, 4}).rule == Rule::padding_covers_window));
  CHECK((problem<MaxPool2d<2, Dilation<3>, Padding<1>>>({5, 2, 4}).rule == Rule::padding_covers_window));
}

TEST_CASE("what the other kinds of pooling do not take is a problem", "[pool]") {
  STATIC_REQUIRE(problem<MaxPool1d<2>>({9, 8, 4}) == Problem::rank({9, 8, 4}, 2));
  STATIC_REQUIRE(problem<AvgPool3d<2>>({9, 8, 4}) == Problem::rank({9, 8, 4}, 4));
  STATIC_REQUIRE(problem<MaxPool1d<2, Width<2>>>({9, 4}).rule == Rule::option_unknown);
  STATIC_REQUIRE(problem<MaxPool2d<2, Height<2>>>({9, 8, 4}).rule == Rule::option_unknown);
  STATIC_REQUIRE(problem<MaxPool2d<2, CountPadding>>({9, 8, 4}).subject == Text("CountPadding"));
  STATIC_REQUIRE(problem<MaxPool2d<2, RoundUp, ExactFit>>({9, 8, 4}).rule == Rule::option_given_twice);
  STATIC_REQUIRE(problem<MaxPool1d<2, Stride<1, 1>>>({9, 4}).rule == Rule::option_for_other_axes);
  STATIC_REQUIRE(problem<MaxPool3d<2, Padding<2>>>({9, 9, 9, 4}).rule == Rule::padding_covers_window);
}

TEST_CASE("the other kinds of pooling obey the laws", "[pool]") {
  laws::check<MaxPool1d<3, Stride<2>, RoundUp>, Shape{8, 5}>();
  laws::check<MaxPool2d<2, Stride<1>, Dilation<2>>, Shape{4, 5, 3}>();
  laws::check<AvgPool2d<3, Stride<2>, Padding<1>, RoundUp, CountPadding>, Shape{4, 3, 17}>();
  laws::check<MaxPool3d<2, Width<3>>, Shape{2, 4, 3, 5}>();
  laws::check<AvgPool3d<2, Padding<1>, Stride<2>>, Shape{3, 2, 2, 3}>();
}
