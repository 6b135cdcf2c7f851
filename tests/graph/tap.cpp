// SPDX-License-Identifier: MIT
#include <etch/train.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <vector>

using namespace etch;

namespace {

/// A network that has run once, in a workspace full of what must not matter.
template <class Net>
class Ran {
 public:
  explicit Ran(std::uint64_t seed = 1) : input(laws::random_numbers<Net::input_shape.size()>(seed)) {
    for (std::size_t n = 0; n < Net::parameter_count; ++n)
      parameters.values[n] = support::uniform<float>(seed + 1, n);
    std::fill(std::begin(workspace->values), std::end(workspace->values), 1e30f);
    const auto span = forward<Net>(prepare(parameters), input, *workspace);
    output.assign(span.begin(), span.end());
  }
  template <layers::TapName Of>
  std::vector<float> tapped() const {
    const auto span = tap<Net, Of>(*workspace);
    return {span.begin(), span.end()};
  }

  Parameters<Net> parameters;
  std::array<float, Net::input_shape.size()> input;
  std::vector<float> output;

 private:
  std::unique_ptr<Workspace<Net>> workspace = std::make_unique<Workspace<Net>>();
};

/// What a network of those layers alone gives, with the first of the parameters.
template <class Net, class Whole>
std::vector<float> alone(const Ran<Whole>& whole) {
  std::array<float, Net::parameter_count> first{};
  std::copy_n(whole.parameters.values, first.size(), first.begin());
  const auto output = support::outputs<Net>(first, whole.input);
  return {output.begin(), output.end()};
}

/// One step of `Net`, whose parameters begin with those of `Plain`, is one of `Plain`; the others stay.
template <class Net, class Plain>
void check_trains_as() {
  STATIC_REQUIRE(Net::trainable_count == Plain::parameter_count);
  Parameters<Net> parameters;
  for (std::size_t n = 0; n < Net::parameter_count; ++n) parameters.values[n] = support::uniform<float>(1, n);
  Parameters<Plain> same;
  std::copy_n(parameters.values, Plain::parameter_count, same.values);
  const auto tapped = std::make_unique<Trainer<Net, SoftmaxCrossEntropy, Sgd, 1>>(parameters);
  const auto plain = std::make_unique<Trainer<Plain, SoftmaxCrossEntropy, Sgd, 1>>(same);
  const auto image = laws::random_numbers<Net::input_shape.size()>(2);
  tapped->load(0, image, 1);
  plain->load(0, image, 1);
  CHECK(tapped->step() == plain->step());
  for (std::size_t n = 0; n < Plain::parameter_count; ++n)
    CHECK(tapped->gradient().values[n] == plain->gradient().values[n]);
  for (std::size_t n = Plain::parameter_count; n < Net::parameter_count; ++n)
    CHECK(tapped->parameters().values[n] == parameters.values[n]);
}

using Conv = Conv2d<3, Kernel<3>>;

}  // namespace

TEST_CASE("a tap keeps the output of the layer before it", "[tap]") {
  struct Net
      : Network<Input<6, 5, 2>, Conv, Tap<"sums">, Relu, Tap<"features">, MaxPool2d<2>, Flatten, Dense<4>> {};
  struct Sums : Network<Input<6, 5, 2>, Conv> {};
  struct Features : Network<Input<6, 5, 2>, Conv, Relu> {};
  struct Untapped : Network<Input<6, 5, 2>, Conv, Relu, MaxPool2d<2>, Flatten, Dense<4>> {};
  STATIC_REQUIRE(tap_shape<Net, "sums">() == Shape{4, 3, 3});
  STATIC_REQUIRE(tap_shape<Net, "features">() == Shape{4, 3, 3});
  STATIC_REQUIRE(Net::output_shape == Shape{4});
  STATIC_REQUIRE(Net::parameter_count == Untapped::parameter_count);
  const Ran<Net> ran;
  laws::check_close(ran.tapped<"sums">(), alone<Sums>(ran), 1e-6);
  laws::check_close(ran.tapped<"features">(), alone<Features>(ran), 1e-6);
  laws::check_close(ran.output, alone<Untapped>(ran), 1e-6);
}

TEST_CASE("a tap may have layers of its own, a head", "[tap]") {
  struct Net : Network<Input<6, 5, 2>, Conv, Relu, Tap<"boxes", Conv2d<4, Kernel<1>>, Tanh>,
                       Tap<"classes", Flatten, Dense<2>, Softmax>, GlobalAvgPool2d, Dense<5>> {};
  struct Boxes : Network<Input<6, 5, 2>, Conv, Relu, Conv2d<4, Kernel<1>>, Tanh> {};
  STATIC_REQUIRE(tap_shape<Net, "boxes">() == Shape{4, 3, 4});
  STATIC_REQUIRE(tap_shape<Net, "classes">() == Shape{2});
  // The parameters of a head lie where it is written.
  STATIC_REQUIRE(Net::parameter_count == (9 * 2 * 3 + 3) + (3 * 4 + 4) + (36 * 2 + 2) + (3 * 5 + 5));
  STATIC_REQUIRE(Net::Layer<2>::parameter_offset == 57);
  STATIC_REQUIRE(Net::Layer<6>::parameter_offset == 57 + 16);
  const Ran<Net> ran;
  laws::check_close(ran.tapped<"boxes">(), alone<Boxes>(ran), 1e-6);
  const auto classes = ran.tapped<"classes">();
  CHECK(classes[0] + classes[1] == Approx(1));

  // The network goes on with the value as it was before the heads.
  const auto dense = ran.parameters.layer<Net::layer_count - 1>();
  struct Features : Network<Input<6, 5, 2>, Conv, Relu, GlobalAvgPool2d> {};
  const auto features = alone<Features>(ran);
  std::vector<float> expected(dense.end() - 5, dense.end());
  for (std::size_t n = 0; n < 15; ++n) expected[n % 5] += dense[n] * features[n / 5];
  laws::check_close(ran.output, expected, 1e-6);
}

TEST_CASE("the input may be tapped: the tap is a copy", "[tap]") {
  struct Net : Network<Input<4>, Tap<"input">, Relu, Dense<2>> {};
  STATIC_REQUIRE(tap_shape<Net, "input">() == Shape{4});
  Parameters<Net> parameters;
  Workspace<Net> workspace;
  std::array<float, 4> input{1, -2, 3, -4};
  forward<Net>(prepare(parameters), input, workspace);
  input.fill(0);
  const auto kept = tap<Net, "input">(workspace);
  CHECK(std::equal(kept.begin(), kept.end(), std::array<float, 4>{1, -2, 3, -4}.begin()));
}

TEST_CASE("the output may be tapped", "[tap]") {
  struct Net : Network<Input<4>, Dense<3>, Tap<"output">> {};
  struct Nothing : Network<Input<4>, Tap<"all">> {};
  const Ran<Net> ran;
  CHECK(ran.tapped<"output">() == ran.output);
  const Ran<Nothing> nothing;
  CHECK(nothing.tapped<"all">() == nothing.output);
}

TEST_CASE("nothing that runs later writes over a tap", "[tap]") {
  // In-place layers, views, and large values for which memory is used again.
  struct Net : Network<Input<4, 4, 2>, Relu, Tap<"cut">, Sigmoid, Tanh, Flatten, Tap<"flat">, Scale<>, Tanh,
                       Dense<64>, Relu, Tap<"wide">, Dense<64>, Relu, Dense<3>, Softmax, Tap<"shares">,
                       Residual<Relu>> {};
  struct Cut : Network<Input<4, 4, 2>, Relu> {};
  struct Flat : Network<Input<4, 4, 2>, Relu, Sigmoid, Tanh, Flatten> {};
  struct Wide : Network<Input<4, 4, 2>, Relu, Sigmoid, Tanh, Flatten, Scale<>, Tanh, Dense<64>, Relu> {};
  const Ran<Net> ran;
  laws::check_close(ran.tapped<"cut">(), alone<Cut>(ran), 1e-6);
  laws::check_close(ran.tapped<"flat">(), alone<Flat>(ran), 1e-6);
  laws::check_close(ran.tapped<"wide">(), alone<Wide>(ran), 1e-5);
  const auto shares = ran.tapped<"shares">();
  for (std::size_t n = 0; n < 3; ++n) CHECK(ran.output[n] == Approx(2 * shares[n]));
}

TEST_CASE("branches may be tapped", "[tap]") {
  struct Net : Network<Input<3>, Residual<Sequential<Dense<3>, Tap<"inner">, Tanh>>,
                       Concat<Relu, Sequential<Tanh, Tap<"part">>>> {};
  struct Inner : Network<Input<3>, Dense<3>> {};
  const Ran<Net> ran;
  laws::check_close(ran.tapped<"inner">(), alone<Inner>(ran), 1e-6);
  const auto part = ran.tapped<"part">();
  CHECK(std::equal(part.begin(), part.end(), ran.output.begin() + 3));
}

TEST_CASE("taps are there in constant evaluation", "[tap]") {
  struct Net : Network<Input<2>, Dense<2>, Tap<"sums">, Relu> {};
  constexpr float second = [] {
    Parameters<Net> parameters;
    for (std::size_t n = 0; n < 6; ++n) parameters.values[n] = static_cast<float>(n);
    Workspace<Net> workspace;
    const std::array<float, 2> input{1, -10};
    forward<Net>(prepare(parameters), input, workspace);
    return tap<Net, "sums">(workspace)[1];
  }();
  STATIC_REQUIRE(second == 1 - 30 + 5);
}

TEST_CASE("training learns nothing from taps", "[tap]") {
  struct Plain : Network<Input<4>, Dense<5>, Tanh, Dense<3>> {};
  struct Net : Network<Input<4>, Dense<5>, Tap<"sums">, Tanh, Dense<3>, Tap<"head", Dense<2>>> {};
  check_trains_as<Net, Plain>();
}

TEST_CASE("a tap behind a last Softmax changes nothing in training", "[tap]") {
  struct Plain : Network<Input<4>, Dense<3>, Softmax> {};
  struct Net : Network<Input<4>, Dense<3>, Softmax, Tap<"shares">> {};
  check_trains_as<Net, Plain>();
}
