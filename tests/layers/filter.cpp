// SPDX-License-Identifier: MIT
#include <support/gradient_check.hpp>
#include <support/layer_laws.hpp>

#include <array>
#include <cmath>

using namespace etch;
using support::outputs_of;
using support::problem;

namespace {

struct OneTenHundred {
  static constexpr double taps[1][3] = {{1, 10, 100}};
};
struct OneTwoThree {
  static constexpr double taps[1][3] = {{1, 2, 3}};
};
struct Counted {
  static constexpr double taps[2][3] = {{1, 2, 3}, {4, 5, 6}};
};

template <class F>
double sum() {
  double all = 0;
  for (std::size_t r = 0; r < filters::rows<F>; ++r)
    for (std::size_t s = 0; s < filters::columns<F>; ++s) all += F::taps[r][s];
  return all;
}

/// Both have the same taps, the second's times `factor`.
template <class F, class G>
void check_same(double factor = 1) {
  STATIC_REQUIRE(filters::rows<F> == filters::rows<G>);
  STATIC_REQUIRE(filters::columns<F> == filters::columns<G>);
  for (std::size_t r = 0; r < filters::rows<F>; ++r)
    for (std::size_t s = 0; s < filters::columns<F>; ++s) {
      CAPTURE(r, s);
      CHECK(F::taps[r][s] == Approx(factor * G::taps[r][s]).margin(1e-12));
    }
}

/// Each tap is its row's sum times its column's, over the sum of all: the filter is one of a column after one
/// of a row.
template <class F>
void check_separable() {
  for (std::size_t r = 0; r < filters::rows<F>; ++r)
    for (std::size_t s = 0; s < filters::columns<F>; ++s) {
      double row = 0;
      double column = 0;
      for (std::size_t n = 0; n < filters::columns<F>; ++n) row += F::taps[r][n];
      for (std::size_t n = 0; n < filters::rows<F>; ++n) column += F::taps[n][s];
      CHECK(F::taps[r][s] == Approx(row * column / sum<F>()).epsilon(1e-12));
    }
}

}  // namespace

TEST_CASE("a convolution is (f * g)(n) = sum over m of f(m) g(n - m)", "[filter]") {
  using Whole = Convolve<Filters<OneTenHundred>, Padding<2>>;
  constexpr std::array<float, 5> expected{1, 12, 123, 230, 300};
  STATIC_REQUIRE(outputs_of<Whole, Shape{3, 1}>({}, {1, 2, 3}) == expected);
  CHECK(outputs_of<Whole, Shape{3, 1}>({}, {1, 2, 3}) == expected);
  // It does not matter which of the two is the filter.
  using Other = Convolve<Filters<OneTwoThree>, Padding<2>>;
  STATIC_REQUIRE(outputs_of<Other, Shape{3, 1}>({}, {1, 10, 100}) == expected);
}

TEST_CASE("a correlation does not turn the filter", "[filter]") {
  using Whole = Correlate<Filters<OneTenHundred>, Padding<2>>;
  constexpr std::array<float, 5> expected{100, 210, 321, 32, 3};
  STATIC_REQUIRE(outputs_of<Whole, Shape{3, 1}>({}, {1, 2, 3}) == expected);
  CHECK(outputs_of<Whole, Shape{3, 1}>({}, {1, 2, 3}) == expected);

  // In two dimensions, of a single bright pixel: the filter, or the filter turned by half a turn.
  constexpr std::array<float, 6> turned{6, 5, 4, 3, 2, 1};
  constexpr std::array<float, 6> straight{1, 2, 3, 4, 5, 6};
  using Around = Padding<1, 1, 2, 2>;
  STATIC_REQUIRE(outputs_of<Correlate<Filters<Counted>, Around>, Shape{1, 1, 1}>({}, {1}) == turned);
  STATIC_REQUIRE(outputs_of<Convolve<Filters<Counted>, Around>, Shape{1, 1, 1}>({}, {1}) == straight);
  CHECK(outputs_of<Convolve<Filters<Counted>, Around>, Shape{1, 1, 1}>({}, {1}) == straight);
}

TEST_CASE("each filter answers to each channel", "[filter]") {
  using filters::Identity;
  using L = Correlate<Filters<Identity<1>, filters::Box<1>>>;
  STATIC_REQUIRE(L::infer({4, 5, 3}) == Shape{4, 5, 6});
  constexpr std::array<float, 4> expected{3, 3, 5, 5};
  STATIC_REQUIRE(outputs_of<L, Shape{1, 1, 2}>({}, {3, 5}) == expected);
  CHECK(outputs_of<L, Shape{1, 1, 2}>({}, {3, 5}) == expected);

  using Window = Correlate<Filters<Counted>, Stride<2>, Dilation<1, 2>, Padding<1, 0>>;
  STATIC_REQUIRE(Window::infer({7, 9, 2}) == Shape{4, 3, 2});
  STATIC_REQUIRE(Correlate<Filters<Counted>, Same>::infer({7, 9, 2}) == Shape{7, 9, 2});
  STATIC_REQUIRE(Correlate<Filters<OneTwoThree>>::infer({7, 2}) == Shape{5, 2});
  STATIC_REQUIRE(Window::multiply_adds({7, 9, 2}) == 4 * 3 * 6 * 2);
}

TEST_CASE("a network of fixed filters has no parameters", "[filter]") {
  using namespace filters;
  struct Edges : Network<Input<8, 8, 1>, Correlate<Filters<Gaussian<Sigma<1>>>, Same>,
                         Correlate<Filters<SobelX, SobelY>, Same>, Relu, MaxPool2d<2>> {};
  STATIC_REQUIRE(Edges::output_shape == Shape{4, 4, 2});
  STATIC_REQUIRE(Edges::parameter_count == 0);
  STATIC_REQUIRE(Edges::flash_bytes == 0);
}

TEST_CASE("Sobel filters answer to edges", "[filter]") {
  using namespace filters;
  using L = Correlate<Filters<SobelX, SobelY>>;
  // A step from dark to bright between the second and the third column, then the same of rows.
  constexpr std::array<float, 16> vertical{0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1};
  constexpr std::array<float, 16> horizontal{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1};
  constexpr std::array<float, 8> x_only{4, 0, 4, 0, 4, 0, 4, 0};
  constexpr std::array<float, 8> y_only{0, 4, 0, 4, 0, 4, 0, 4};
  STATIC_REQUIRE(outputs_of<L, Shape{4, 4, 1}>({}, vertical) == x_only);
  CHECK(outputs_of<L, Shape{4, 4, 1}>({}, vertical) == x_only);
  STATIC_REQUIRE(outputs_of<L, Shape{4, 4, 1}>({}, horizontal) == y_only);
  CHECK(outputs_of<L, Shape{4, 4, 1}>({}, horizontal) == y_only);
}

TEST_CASE("the Laplacian of a linear ramp is 0, of a paraboloid its curvature", "[filter]") {
  using L = Correlate<Filters<filters::Laplacian>>;
  std::array<float, 20> ramp{};
  std::array<float, 20> bowl{};
  for (std::size_t r = 0; r < 4; ++r)
    for (std::size_t s = 0; s < 5; ++s) {
      ramp[r * 5 + s] = static_cast<float>(3 * r + 2 * s + 1);
      bowl[r * 5 + s] = static_cast<float>(r * r + 3 * s * s);
    }
  for (const float value : outputs_of<L, Shape{4, 5, 1}>({}, ramp)) CHECK(value == 0);
  for (const float value : outputs_of<L, Shape{4, 5, 1}>({}, bowl)) CHECK(value == 2 + 6);
}

TEST_CASE("a Gaussian sums to 1, is separable and falls as e^(-x^2 / 2 sigma^2)", "[filter]") {
  using namespace filters;
  using One = Gaussian<Sigma<1>>;
  using Wide = Gaussian<Sigma<3, 2>>;
  using Cut = Gaussian<Sigma<2>, 1>;
  STATIC_REQUIRE(rows<One> == 5);
  STATIC_REQUIRE(columns<Wide> == 7);
  STATIC_REQUIRE(rows<Cut> == 3);
  CHECK(sum<One>() == Approx(1).epsilon(1e-12));
  CHECK(sum<Wide>() == Approx(1).epsilon(1e-12));
  CHECK(sum<Cut>() == Approx(1).epsilon(1e-12));
  check_separable<One>();
  check_separable<Wide>();
  CHECK(One::taps[2][3] / One::taps[2][2] == Approx(std::exp(-0.5)));
  CHECK(One::taps[0][0] / One::taps[2][2] == Approx(std::exp(-4.0)));
  CHECK(Wide::taps[3][0] / Wide::taps[3][3] == Approx(std::exp(-9 / (2 * 2.25))));
  CHECK(Cut::taps[0][1] == Approx(Cut::taps[1][2]));
}

TEST_CASE("the means of filters: 1 for those that blur, 0 for those that differentiate", "[filter]") {
  using namespace filters;
  CHECK(sum<Box<3>>() == Approx(1));
  CHECK(sum<filters::Identity<5>>() == 1);
  CHECK(filters::Identity<5>::taps[2][2] == 1);
  CHECK(sum<SobelX>() == 0);
  CHECK(sum<SobelY>() == 0);
  CHECK(sum<Laplacian>() == 0);
  CHECK(sum<OrientedEdge<30>>() == Approx(0).margin(1e-12));
  CHECK(sum<VerticalLine<5>>() == Approx(0).margin(1e-12));
}

TEST_CASE("an oriented edge turns from SobelX to SobelY", "[filter]") {
  using namespace filters;
  check_same<OrientedEdge<0>, SobelX>();
  check_same<OrientedEdge<90>, SobelY>();
  check_same<OrientedEdge<180>, SobelX>(-1);
  check_same<OrientedEdge<-90>, SobelY>(-1);
  check_same<OrientedEdge<360>, SobelX>();
  // cos 60 X + sin 60 Y
  CHECK(OrientedEdge<60>::taps[0][0] == Approx(-0.5 - std::sqrt(0.75)));
  CHECK(OrientedEdge<60>::taps[0][1] == Approx(-2 * std::sqrt(0.75)));
  CHECK(OrientedEdge<60>::taps[1][2] == Approx(1));
}

TEST_CASE("a vertical line's filter gives 1 on a line, 0 on a plain", "[filter]") {
  using L = Correlate<Filters<filters::VerticalLine<2>>>;
  CHECK(outputs_of<L, Shape{2, 3, 1}>({}, {0, 1, 0, 0, 1, 0})[0] == Approx(1));
  CHECK(outputs_of<L, Shape{2, 3, 1}>({}, {1, 1, 1, 1, 1, 1})[0] == Approx(0).margin(1e-6));
}

TEST_CASE("what fixed filters do not take is a problem", "[filter]") {
  using L = Correlate<Filters<filters::SobelX>>;
  STATIC_REQUIRE(problem<L>({9}).rule == Rule::wrong_rank);
  STATIC_REQUIRE(problem<L>({9, 3}).rule == Rule::wrong_rank);  // It has three rows.
  STATIC_REQUIRE(problem<L>({2, 9, 3}).rule == Rule::window_does_not_fit);
  STATIC_REQUIRE(problem<L>({2, 9, 3}).subject == Text("filter"));
  STATIC_REQUIRE(problem<Convolve<Filters<filters::SobelX>, Kernel<3>>>({9, 9, 3}).rule ==
                 Rule::option_unknown);
  STATIC_REQUIRE(problem<Correlate<Filters<filters::SobelX>, Bias<>>>({9, 9, 3}).rule ==
                 Rule::option_unknown);
}

TEST_CASE("what lies before fixed filters is trained through them", "[filter][gradient]") {
  struct Net : Network<Input<4, 4, 1>, Conv2d<2, Kernel<1>>, Tanh, Convolve<Filters<Counted>>,
                       Correlate<Filters<OneTwoThree>, Padding<0, 1>>, Flatten, Dense<2>> {};
  gradients::check<Net, MeanSquaredError, 2>(1);
}

TEST_CASE("fixed filters obey the laws", "[filter]") {
  laws::check<Correlate<Filters<filters::SobelX, filters::Laplacian>, Same>, Shape{4, 3, 3}>();
  laws::check<Convolve<Filters<Counted>, Stride<2>, Padding<1>>, Shape{5, 4, 17}>();
  laws::check<Convolve<Filters<OneTwoThree>, Dilation<2>>, Shape{7, 2}>();
}
