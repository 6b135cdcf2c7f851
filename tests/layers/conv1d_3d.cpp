// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs_of;
using support::problem;

namespace {

/// A 3-D correlation by the definition, x being 0 outside: weights (tap d, h, w, channel, filter), one group.
struct Naive {
  int in[3], kernel[3], stride[3], dilation[3], before[3], out[3];
  int channels, filters;

  template <class X, class W, class Y>
  void run(const X& x, const W& w, Y& y) const {
    std::size_t n = 0;
    for (int a = 0; a < out[0]; ++a)
      for (int i = 0; i < out[1]; ++i)
        for (int j = 0; j < out[2]; ++j)
          for (int k = 0; k < filters; ++k) {
            double sum = 0;
            for (int q = 0; q < kernel[0]; ++q)
              for (int r = 0; r < kernel[1]; ++r)
                for (int s = 0; s < kernel[2]; ++s)
                  for (int c = 0; c < channels; ++c) {
                    const int at[]{a * stride[0] + q * dilation[0] - before[0],
                                   i * stride[1] + r * dilation[1] - before[1],
                                   j * stride[2] + s * dilation[2] - before[2]};
                    bool inside = true;
                    for (int axis = 0; axis < 3; ++axis)
                      inside = inside && at[axis] >= 0 && at[axis] < in[axis];
                    if (!inside) continue;
                    const auto pixel = static_cast<std::size_t>((at[0] * in[1] + at[1]) * in[2] + at[2]);
                    const auto tap = static_cast<std::size_t>((q * kernel[1] + r) * kernel[2] + s);
                    const auto of = [](std::size_t base, int size, int index) {
                      return base * static_cast<std::size_t>(size) + static_cast<std::size_t>(index);
                    };
                    sum += static_cast<double>(x[of(pixel, channels, c)]) *
                           static_cast<double>(w[of(of(tap, channels, c), filters, k)]);
                  }
            y[n++] = static_cast<float>(sum);
          }
  }
};

}  // namespace

TEST_CASE("a convolution over a sequence has the length of the formula", "[conv1d]") {
  STATIC_REQUIRE(Conv1d<8, Kernel<5>>::infer({20, 3}) == Shape{16, 8});
  // (20 + 2 + 1 - 5) / 2 + 1
  STATIC_REQUIRE(Conv1d<8, Kernel<5>, Stride<2>, Padding<2, 1>>::infer({20, 3}) == Shape{10, 8});
  // (20 - 3 (5 - 1) - 1) / 1 + 1
  STATIC_REQUIRE(Conv1d<8, Kernel<5>, Dilation<3>>::infer({20, 3}) == Shape{8, 8});
  STATIC_REQUIRE(Conv1d<2, Kernel<3>, Same, Stride<2>>::infer({7, 3}) == Shape{4, 2});
  STATIC_REQUIRE(Conv1d<8, Kernel<5>>::parameter_count({20, 3}) == 5 * 3 * 8 + 8);
  STATIC_REQUIRE(Conv1d<8, Kernel<5>, Bias<false>>::parameter_count({20, 3}) == 5 * 3 * 8);
  STATIC_REQUIRE(Conv1d<6, Kernel<5>, Groups<3>>::parameter_count({20, 3}) == 5 * 6 + 6);
  STATIC_REQUIRE(Conv1d<8, Kernel<5>>::multiply_adds({20, 3}) == 16 * 5 * 3 * 8);
}

TEST_CASE("a convolution over a volume has the extents of the formula on each axis", "[conv3d]") {
  STATIC_REQUIRE(Conv3d<2, Kernel<3>>::infer({5, 6, 7, 3}) == Shape{3, 4, 5, 2});
  STATIC_REQUIRE(Conv3d<2, Kernel<2, 3, 4>>::infer({5, 6, 7, 3}) == Shape{4, 4, 4, 2});
  STATIC_REQUIRE(Conv3d<2, Kernel<3>, Stride<1, 2, 3>>::infer({5, 6, 7, 3}) == Shape{3, 2, 2, 2});
  STATIC_REQUIRE(Conv3d<2, Kernel<3>, Padding<1, 0, 2>>::infer({5, 6, 7, 3}) == Shape{5, 4, 9, 2});
  // Front, back, top, bottom, left, right.
  STATIC_REQUIRE(Conv3d<2, Kernel<3>, Padding<1, 0, 0, 2, 3, 1>>::infer({5, 6, 7, 3}) == Shape{4, 6, 9, 2});
  STATIC_REQUIRE(Conv3d<2, Kernel<3>, Dilation<2, 1, 3>>::infer({5, 6, 7, 3}) == Shape{1, 4, 1, 2});
  STATIC_REQUIRE(Conv3d<2, Kernel<3>, Same, Stride<2>>::infer({5, 6, 7, 3}) == Shape{3, 3, 4, 2});
  STATIC_REQUIRE(Conv3d<2, Kernel<2, 3, 3>>::parameter_count({5, 6, 7, 3}) == 2 * 3 * 3 * 3 * 2 + 2);
  STATIC_REQUIRE(Conv3d<2, Kernel<3>>::multiply_adds({5, 6, 7, 3}) == 3 * 4 * 5 * 27 * 3 * 2);
}

TEST_CASE("a convolution over a sequence by hand", "[conv1d]") {
  using L = Conv1d<1, Kernel<3>>;
  constexpr std::array<float, 2> expected{328, 439};  // 1 + 20 + 300 + 7, 2 + 30 + 400 + 7
  STATIC_REQUIRE(outputs_of<L, Shape{4, 1}>({1, 10, 100, 7}, {1, 2, 3, 4}) == expected);
  CHECK(outputs_of<L, Shape{4, 1}>({1, 10, 100, 7}, {1, 2, 3, 4}) == expected);

  // Weights (tap, channel, filter); positions (1, 2), (3, 4).
  using Two = Conv1d<2, Kernel<2>, Bias<false>>;
  constexpr std::array<float, 2> two{1 * 1 + 2 * 3 + 3 * 5 + 4 * 7, 1 * 2 + 2 * 4 + 3 * 6 + 4 * 8};
  STATIC_REQUIRE(outputs_of<Two, Shape{2, 2}>({1, 2, 3, 4, 5, 6, 7, 8}, {1, 2, 3, 4}) == two);
  CHECK(outputs_of<Two, Shape{2, 2}>({1, 2, 3, 4, 5, 6, 7, 8}, {1, 2, 3, 4}) == two);

  // One zero before, two behind.
  using Padded = Conv1d<1, Kernel<2>, Padding<1, 2>, Stride<2>, Bias<false>>;
  constexpr std::array<float, 3> padded{10, 2 + 30, 4};
  STATIC_REQUIRE(outputs_of<Padded, Shape{4, 1}>({1, 10}, {1, 2, 3, 4}) == padded);
  CHECK(outputs_of<Padded, Shape{4, 1}>({1, 10}, {1, 2, 3, 4}) == padded);
}

TEST_CASE("a convolution over a volume by hand", "[conv3d]") {
  using L = Conv3d<1, Kernel<2>, Bias<false>>;
  // sum of n 2^(n - 1) for n to N is (N - 1) 2^N + 1.
  constexpr std::array<float, 1> expected{7 * 256 + 1};
  constexpr std::array<float, 8> weights{1, 2, 4, 8, 16, 32, 64, 128};
  STATIC_REQUIRE(outputs_of<L, Shape{2, 2, 2, 1}>(weights, {1, 2, 3, 4, 5, 6, 7, 8}) == expected);
  CHECK(outputs_of<L, Shape{2, 2, 2, 1}>(weights, {1, 2, 3, 4, 5, 6, 7, 8}) == expected);

  using Depth = Conv3d<1, Kernel<2, 1, 1>>;
  constexpr std::array<float, 4> slices{56, 67, 78, 89};  // 1 + 50 + 5, ...
  STATIC_REQUIRE(outputs_of<Depth, Shape{2, 2, 2, 1}>({1, 10, 5}, {1, 2, 3, 4, 5, 6, 7, 8}) == slices);
  CHECK(outputs_of<Depth, Shape{2, 2, 2, 1}>({1, 10, 5}, {1, 2, 3, 4, 5, 6, 7, 8}) == slices);
}

TEST_CASE("a convolution over a volume is what the definition says", "[conv3d]") {
  using L =
      Conv3d<5, Kernel<2, 3, 1>, Stride<1, 2, 1>, Dilation<2, 1, 1>, Padding<1, 0, 2, 1, 0, 1>, Bias<false>>;
  constexpr Shape in{3, 5, 4, 2};
  constexpr Shape out = *L::infer(in);
  STATIC_REQUIRE(out == Shape{2, 3, 5, 5});
  const auto weights = laws::random_numbers<2 * 3 * 1 * 2 * 5>(1);
  const auto x = laws::random_numbers<in.size()>(2);
  std::array<float, out.size()> expected{};
  Naive{{3, 5, 4}, {2, 3, 1}, {1, 2, 1}, {2, 1, 1}, {1, 2, 0}, {2, 3, 5}, 2, 5}.run(x, weights, expected);
  laws::check_close(outputs_of<L, in>(weights, x), expected, 1e-6);
}

TEST_CASE("a sequence is an image of one row, an image a volume of one slice", "[conv1d][conv3d]") {
  const auto weights = laws::random_numbers<3 * 2 * 4 + 4>(3);
  const auto sequence = laws::random_numbers<9 * 2>(4);
  laws::check_close(
      outputs_of<Conv1d<4, Kernel<3>, Stride<2>, Padding<1>>, Shape{9, 2}>(weights, sequence),
      outputs_of<Conv2d<4, Kernel<1, 3>, Stride<1, 2>, Padding<0, 1>>, Shape{1, 9, 2}>(weights, sequence), 0);
  const auto image = laws::random_numbers<5 * 4 * 2>(5);
  laws::check_close(outputs_of<Conv3d<4, Kernel<1, 3, 1>>, Shape{1, 5, 4, 2}>(weights, image),
                    outputs_of<Conv2d<4, Kernel<3, 1>>, Shape{5, 4, 2}>(weights, image), 1e-6);
}

TEST_CASE("options for other axes, and values of another rank, are problems", "[conv1d][conv3d]") {
  STATIC_REQUIRE(problem<Conv1d<8, Kernel<3>>>({9, 9, 3}) == Problem::rank({9, 9, 3}, 2));
  STATIC_REQUIRE(problem<Conv3d<8, Kernel<3>>>({9, 9, 3}) == Problem::rank({9, 9, 3}, 4));
  STATIC_REQUIRE(problem<Conv2d<8, Kernel<3>>>({9, 9, 9, 3}) == Problem::rank({9, 9, 9, 3}, 3));

  constexpr Problem kernel = problem<Conv1d<8, Kernel<3, 3>>>({9, 3});
  STATIC_REQUIRE(kernel.rule == Rule::option_for_other_axes);
  STATIC_REQUIRE(kernel.subject == Text("Kernel"));
  STATIC_REQUIRE(kernel.numbers[0] == 2);
  STATIC_REQUIRE(kernel.numbers[1] == 1);
  STATIC_REQUIRE(problem<Conv2d<8, Kernel<3, 3, 3>>>({9, 9, 3}).rule == Rule::option_for_other_axes);
  STATIC_REQUIRE(problem<Conv3d<8, Kernel<3, 3>>>({9, 9, 9, 3}).rule == Rule::option_for_other_axes);
  STATIC_REQUIRE(problem<Conv1d<8, Kernel<3>, Stride<1, 1>>>({9, 3}).subject == Text("Stride"));
  STATIC_REQUIRE(problem<Conv3d<8, Kernel<3>, Dilation<1, 1>>>({9, 9, 9, 3}).subject == Text("Dilation"));
  STATIC_REQUIRE(problem<Conv1d<8, Kernel<3>, Padding<0, 1, 2, 3>>>({9, 3}).subject == Text("Padding"));
  STATIC_REQUIRE(problem<Conv3d<8, Kernel<3>, Padding<0, 1, 2, 3>>>({9, 9, 9, 3}).subject == Text("Padding"));
  STATIC_REQUIRE(problem<Conv2d<8, Kernel<3>, Padding<0, 1, 2>>>({9, 9, 3}).subject == Text("Padding"));

  STATIC_REQUIRE(problem<Conv1d<8, Kernel<10>>>({9, 3}).rule == Rule::window_does_not_fit);
  STATIC_REQUIRE(problem<Conv1d<8, Kernel<10>>>({9, 3}).other == Shape{10});
  STATIC_REQUIRE(problem<Conv3d<8, Kernel<1, 1, 10>>>({9, 9, 9, 3}).other == Shape{1, 1, 10});
  STATIC_REQUIRE(problem<Conv3d<8, Kernel<2>, Stride<2>, ExactFit>>({4, 5, 4, 3}).rule ==
                 Rule::window_leaves_a_rest);
}

TEST_CASE("convolutions over sequences obey the laws", "[conv1d]") {
  laws::check<Conv1d<5, Kernel<3>>, Shape{7, 3}>();
  laws::check<Conv1d<17, Kernel<4>, Stride<3>, Padding<2, 1>>, Shape{10, 2}>();
  laws::check<Conv1d<6, Kernel<2>, Dilation<3>, Groups<3>, Bias<false>>, Shape{9, 3}>();
}

TEST_CASE("convolutions over volumes obey the laws", "[conv3d]") {
  laws::check<Conv3d<3, Kernel<2>>, Shape{3, 4, 3, 2}>();
  laws::check<Conv3d<4, Kernel<3, 2, 1>, Stride<2, 1, 1>, Padding<1, 0, 1>, Groups<2>>, Shape{3, 2, 2, 2}>();
}
