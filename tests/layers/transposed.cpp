// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <array>

using namespace etch;
using support::outputs_of;
using support::problem;

namespace {

/// The length by PyTorch's documentation of ConvTranspose1d.
constexpr int documented(int length, int stride, int before, int after, int dilation, int kernel,
                         int output) {
  return (length - 1) * stride - before - after + dilation * (kernel - 1) + output + 1;
}
template <int L, int S, int Before, int After, int D, int K, int Out>
constexpr bool is_documented() {
  using Layer =
      ConvTranspose1d<2, Kernel<K>, Stride<S>, Padding<Before, After>, Dilation<D>, OutputPadding<Out>>;
  return Layer::infer({L, 3}) == Shape{documented(L, S, Before, After, D, K, Out), 2};
}

template <std::size_t N>
double dot(const std::array<float, N>& a, const std::array<float, N>& b) {
  double sum = 0;
  for (std::size_t n = 0; n < N; ++n) sum += static_cast<double>(a[n]) * static_cast<double>(b[n]);
  return sum;
}

/// `Back` is the transpose of the matrix that `Forth` multiplies with, the weights being the same numbers.
template <class Forth, class Back, Shape In>
void check_transpose() {
  constexpr Shape out = *Forth::infer(In);
  STATIC_REQUIRE(Back::infer(out) == In);
  constexpr std::size_t count = Forth::parameter_count(In);
  STATIC_REQUIRE(Back::parameter_count(out) == count);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    const auto weights = laws::random_numbers<count>(3 * seed);
    const auto x = laws::random_numbers<In.size()>(3 * seed + 1);
    const auto y = laws::random_numbers<out.size()>(3 * seed + 2);
    CHECK(dot(outputs_of<Forth, In>(weights, x), y) ==
          Approx(dot(x, outputs_of<Back, out>(weights, y))).margin(1e-5));
  }
}

}  // namespace

TEST_CASE("a transposed convolution has the size that PyTorch documents", "[transposed]") {
  STATIC_REQUIRE(is_documented<5, 1, 0, 0, 1, 3, 0>());
  STATIC_REQUIRE(is_documented<5, 2, 0, 0, 1, 3, 0>());
  STATIC_REQUIRE(is_documented<5, 2, 1, 1, 1, 4, 0>());
  STATIC_REQUIRE(is_documented<5, 2, 1, 1, 1, 3, 1>());
  STATIC_REQUIRE(is_documented<4, 3, 2, 0, 1, 2, 2>());
  STATIC_REQUIRE(is_documented<4, 3, 0, 1, 2, 5, 1>());
  STATIC_REQUIRE(is_documented<1, 4, 0, 0, 1, 1, 3>());
  STATIC_REQUIRE(is_documented<7, 1, 3, 4, 3, 2, 0>());
  STATIC_REQUIRE(ConvTranspose2d<8, Kernel<2>, Stride<2>>::infer({5, 4, 3}) == Shape{10, 8, 8});
  STATIC_REQUIRE(ConvTranspose2d<8, Kernel<3, 4>, Stride<2, 1>, Padding<1, 0>, OutputPadding<1, 0>>::infer(
                     {5, 4, 3}) == Shape{10, 7, 8});
  STATIC_REQUIRE(ConvTranspose3d<2, Kernel<2, 3, 1>, Stride<2, 1, 3>>::infer({2, 3, 4, 5}) ==
                 Shape{4, 5, 10, 2});
}

TEST_CASE("Same makes the output stride times the input", "[transposed]") {
  STATIC_REQUIRE(ConvTranspose2d<4, Kernel<3>, Stride<2>, Same>::infer({5, 4, 3}) == Shape{10, 8, 4});
  STATIC_REQUIRE(ConvTranspose2d<4, Kernel<4>, Stride<2>, SameLower>::infer({5, 4, 3}) == Shape{10, 8, 4});
  STATIC_REQUIRE(ConvTranspose2d<4, Kernel<5>, Same>::infer({5, 4, 3}) == Shape{5, 4, 4});
  STATIC_REQUIRE(ConvTranspose2d<4, Kernel<2>, Stride<5, 3>, Same>::infer({5, 4, 3}) == Shape{25, 12, 4});
  STATIC_REQUIRE(ConvTranspose1d<4, Kernel<3>, Dilation<4>, Stride<2>, Same>::infer({5, 3}) == Shape{10, 4});
}

TEST_CASE("a transposed convolution has the weights of the convolution back, and a bias a filter",
          "[transposed]") {
  STATIC_REQUIRE(ConvTranspose2d<8, Kernel<2, 3>>::parameter_count({5, 4, 3}) == 2 * 3 * 8 * 3 + 8);
  STATIC_REQUIRE(ConvTranspose2d<8, Kernel<3>, Bias<false>>::parameter_count({5, 4, 3}) == 9 * 8 * 3);
  STATIC_REQUIRE(ConvTranspose2d<8, Kernel<3>, Groups<2>>::parameter_count({5, 4, 6}) == 9 * 4 * 6 + 8);
  STATIC_REQUIRE(ConvTranspose1d<8, Kernel<3>>::parameter_count({5, 3}) == 3 * 8 * 3 + 8);
  STATIC_REQUIRE(ConvTranspose3d<8, Kernel<3>>::parameter_count({5, 5, 5, 3}) == 27 * 8 * 3 + 8);
  STATIC_REQUIRE(ConvTranspose2d<8, Kernel<3>>::multiply_adds({5, 4, 3}) == 5 * 4 * 9 * 8 * 3);
}

TEST_CASE("every input number puts the kernel into the output", "[transposed]") {
  using Full = ConvTranspose1d<1, Kernel<3>, Bias<false>>;
  constexpr std::array<float, 5> full{1, 12, 123, 230, 300};
  STATIC_REQUIRE(outputs_of<Full, Shape{3, 1}>({1, 10, 100}, {1, 2, 3}) == full);
  CHECK(outputs_of<Full, Shape{3, 1}>({1, 10, 100}, {1, 2, 3}) == full);

  using Strided = ConvTranspose1d<1, Kernel<3>, Stride<2>, Bias<false>>;
  constexpr std::array<float, 7> strided{1, 10, 102, 20, 203, 30, 300};
  STATIC_REQUIRE(outputs_of<Strided, Shape{3, 1}>({1, 10, 100}, {1, 2, 3}) == strided);
  CHECK(outputs_of<Strided, Shape{3, 1}>({1, 10, 100}, {1, 2, 3}) == strided);

  using Dilated = ConvTranspose1d<1, Kernel<2>, Dilation<2>, Bias<false>>;
  constexpr std::array<float, 5> dilated{1, 2, 13, 20, 30};
  STATIC_REQUIRE(outputs_of<Dilated, Shape{3, 1}>({1, 10}, {1, 2, 3}) == dilated);
  CHECK(outputs_of<Dilated, Shape{3, 1}>({1, 10}, {1, 2, 3}) == dilated);

  using Square = ConvTranspose2d<1, Kernel<2>>;
  constexpr std::array<float, 4> square{8, 11, 14, 17};  // 3 (1, 2, 3, 4) + 5
  STATIC_REQUIRE(outputs_of<Square, Shape{1, 1, 1}>({1, 2, 3, 4, 5}, {3}) == square);
  CHECK(outputs_of<Square, Shape{1, 1, 1}>({1, 2, 3, 4, 5}, {3}) == square);
}

TEST_CASE("padding takes the ends away, output padding gives the last back", "[transposed]") {
  using Both = ConvTranspose1d<1, Kernel<3>, Stride<2>, Padding<1>, Bias<false>>;
  constexpr std::array<float, 5> both{10, 102, 20, 203, 30};
  STATIC_REQUIRE(outputs_of<Both, Shape{3, 1}>({1, 10, 100}, {1, 2, 3}) == both);
  CHECK(outputs_of<Both, Shape{3, 1}>({1, 10, 100}, {1, 2, 3}) == both);

  using Begin = ConvTranspose1d<1, Kernel<3>, Stride<2>, Padding<2, 0>, Bias<false>>;
  constexpr std::array<float, 5> begin{102, 20, 203, 30, 300};
  STATIC_REQUIRE(outputs_of<Begin, Shape{3, 1}>({1, 10, 100}, {1, 2, 3}) == begin);

  using Given = ConvTranspose1d<1, Kernel<3>, Stride<2>, Padding<1>, OutputPadding<1>, Bias<false>>;
  constexpr std::array<float, 6> given{10, 102, 20, 203, 30, 300};
  STATIC_REQUIRE(outputs_of<Given, Shape{3, 1}>({1, 10, 100}, {1, 2, 3}) == given);
  CHECK(outputs_of<Given, Shape{3, 1}>({1, 10, 100}, {1, 2, 3}) == given);

  // No input reaches the last: the bias alone.
  using Alone = ConvTranspose1d<1, Kernel<3>, Stride<2>, OutputPadding<1>>;
  constexpr std::array<float, 8> alone{1.5f, 10.5f, 102.5f, 20.5f, 203.5f, 30.5f, 300.5f, .5f};
  STATIC_REQUIRE(outputs_of<Alone, Shape{3, 1}>({1, 10, 100, .5f}, {1, 2, 3}) == alone);
  CHECK(outputs_of<Alone, Shape{3, 1}>({1, 10, 100, .5f}, {1, 2, 3}) == alone);
}

TEST_CASE("Same takes an odd number from the end, SameLower from the beginning", "[transposed]") {
  // Of 1, 10, 102, 20, 200.
  using Upper = ConvTranspose1d<1, Kernel<3>, Stride<2>, Same, Bias<false>>;
  using Lower = ConvTranspose1d<1, Kernel<3>, Stride<2>, SameLower, Bias<false>>;
  constexpr std::array<float, 4> upper{1, 10, 102, 20};
  constexpr std::array<float, 4> lower{10, 102, 20, 200};
  STATIC_REQUIRE(outputs_of<Upper, Shape{2, 1}>({1, 10, 100}, {1, 2}) == upper);
  STATIC_REQUIRE(outputs_of<Lower, Shape{2, 1}>({1, 10, 100}, {1, 2}) == lower);
  // A kernel smaller than the stride leaves gaps.
  using Gaps = ConvTranspose1d<1, Kernel<1>, Stride<3>, Same, Bias<false>>;
  constexpr std::array<float, 6> gaps{7, 0, 0, 14, 0, 0};
  STATIC_REQUIRE(outputs_of<Gaps, Shape{2, 1}>({7}, {1, 2}) == gaps);
}

TEST_CASE("weights lie as (taps, filters, channels)", "[transposed]") {
  using L = ConvTranspose2d<3, Kernel<1>>;
  constexpr std::array<float, 3> expected{1 + 20 + 7, 3 + 40 + 8, 5 + 60 + 9};
  STATIC_REQUIRE(outputs_of<L, Shape{1, 1, 2}>({1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 10}) == expected);
  CHECK(outputs_of<L, Shape{1, 1, 2}>({1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 10}) == expected);

  // Groups: channel 0 gives filters 0 and 1, channel 1 filters 2 and 3. Weights (filter of the group,
  // channel).
  using Grouped = ConvTranspose2d<4, Kernel<1>, Groups<2>, Bias<false>>;
  constexpr std::array<float, 4> grouped{1, 3, 20, 40};
  STATIC_REQUIRE(outputs_of<Grouped, Shape{1, 1, 2}>({1, 2, 3, 4}, {1, 10}) == grouped);
  CHECK(outputs_of<Grouped, Shape{1, 1, 2}>({1, 2, 3, 4}, {1, 10}) == grouped);
}

TEST_CASE("<conv(x), y> = <x, transposed(y)>", "[transposed]") {
  check_transpose<Conv2d<5, Kernel<3>, Bias<false>>, ConvTranspose2d<3, Kernel<3>, Bias<false>>,
                  Shape{5, 6, 3}>();
  check_transpose<
      Conv2d<4, Kernel<3, 2>, Stride<2>, Padding<1, 0>, Bias<false>>,
      ConvTranspose2d<2, Kernel<3, 2>, Stride<2>, Padding<1, 0>, OutputPadding<1, 1>, Bias<false>>,
      Shape{6, 5, 2}>();
  check_transpose<Conv2d<6, Kernel<3>, Stride<3>, Dilation<2>, Groups<2>, Bias<false>>,
                  ConvTranspose2d<4, Kernel<3>, Stride<3>, Dilation<2>, Groups<2>, Bias<false>>,
                  Shape{8, 5, 4}>();
  check_transpose<Conv2d<4, Kernel<3>, Stride<2>, Same, Bias<false>>,
                  ConvTranspose2d<3, Kernel<3>, Stride<2>, Same, Bias<false>>, Shape{6, 4, 3}>();
  check_transpose<Conv1d<4, Kernel<4>, Stride<2>, Padding<2, 1>, Bias<false>>,
                  ConvTranspose1d<3, Kernel<4>, Stride<2>, Padding<2, 1>, OutputPadding<1>, Bias<false>>,
                  Shape{8, 3}>();
  check_transpose<Conv3d<2, Kernel<2, 3, 1>, Padding<0, 1, 0>, Bias<false>>,
                  ConvTranspose3d<3, Kernel<2, 3, 1>, Padding<0, 1, 0>, Bias<false>>, Shape{3, 2, 2, 3}>();
}

TEST_CASE("what a transposed convolution does not take is a problem", "[transposed]") {
  constexpr Shape in{5, 4, 6};
  STATIC_REQUIRE(problem<ConvTranspose2d<4, Kernel<3>>>({5, 6}) == Problem::rank({5, 6}, 3));
  STATIC_REQUIRE(problem<ConvTranspose2d<4>>(in).rule == Rule::kernel_is_missing);
  STATIC_REQUIRE(problem<ConvTranspose2d<0, Kernel<3>>>(in).rule == Rule::extent_is_zero);
  STATIC_REQUIRE(problem<ConvTranspose2d<4, Kernel<3>, Groups<4>>>(in).rule ==
                 Rule::groups_do_not_divide_channels);
  STATIC_REQUIRE(problem<ConvTranspose2d<4, Kernel<3>, Groups<3>>>(in).rule ==
                 Rule::groups_do_not_divide_filters);
  STATIC_REQUIRE(problem<ConvTranspose2d<4, Kernel<3>, ExactFit>>(in).rule == Rule::option_unknown);
  STATIC_REQUIRE(problem<ConvTranspose2d<4, Kernel<3>, Stride<0>>>(in).rule == Rule::extent_is_zero);

  constexpr Problem output = problem<ConvTranspose2d<4, Kernel<3>, Stride<2, 3>, OutputPadding<2>>>(in);
  STATIC_REQUIRE(output.rule == Rule::output_padding_too_large);
  STATIC_REQUIRE(output.numbers[0] == 2);
  STATIC_REQUIRE(output.numbers[1] == 2);
  STATIC_REQUIRE(problem<ConvTranspose2d<4, Kernel<3>, OutputPadding<1, 0, 0>>>(in).rule ==
                 Rule::option_for_other_axes);
  constexpr Problem nothing = problem<ConvTranspose2d<4, Kernel<1>, Padding<0, 0, 1, 3>>>(in);
  STATIC_REQUIRE(nothing.rule == Rule::padding_leaves_nothing);
  STATIC_REQUIRE(nothing.numbers[0] == 1);
  STATIC_REQUIRE(nothing.numbers[1] == 3);
}

TEST_CASE("transposed convolutions obey the laws", "[transposed]") {
  laws::check<ConvTranspose2d<5, Kernel<3>, Stride<2>>, Shape{3, 2, 3}>();
  laws::check<ConvTranspose2d<4, Kernel<2, 3>, Stride<1, 2>, Padding<1, 0, 0, 2>, Groups<2>, Bias<false>>,
              Shape{3, 4, 6}>();
  laws::check<ConvTranspose1d<17, Kernel<3>, Stride<3>, OutputPadding<2>, Dilation<2>>, Shape{4, 2}>();
  laws::check<ConvTranspose3d<2, Kernel<2>, Same, Stride<2>>, Shape{2, 1, 2, 3}>();
}
