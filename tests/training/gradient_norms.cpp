// SPDX-License-Identifier: MIT
#include <etch/train.hpp>
#include <support/catch.hpp>
#include <support/random.hpp>

#include <cmath>
#include <limits>
#include <memory>

using namespace etch;

namespace {

using Layer = Sequential<Dense<16>, Sigmoid>;

struct Plain : Network<Input<16>, Repeat<12, Layer>, Dense<4>> {};
struct WithShortcuts : Network<Input<16>, Repeat<12, Residual<Layer>>, Dense<4>> {};

/// The norms after a pass over one batch of random vectors, with the same weights for both networks.
template <class Net>
std::array<float, Net::layer_count> norms() {
  constexpr std::size_t batch = 8;
  using Learning = Trainer<Net, SoftmaxCrossEntropy, Sgd, batch>;
  const auto trainer = std::make_unique<Learning>(initialize<Net>(Glorot{.seed = 1}));
  for (std::size_t n = 0; n < batch; ++n)
    trainer->load(n, InputSpan<Net>(support::uniforms<float>(n, 16)), n % 4);
  trainer->compute_gradient();
  return gradient_norms(*trainer);
}

}  // namespace

TEST_CASE("a norm is that of the layer's gradient", "[gradient_norms]") {
  struct Net : Network<Input<2>, Dense<2, Bias<false>>, Relu, Frozen<Dense<2>>, Dense<1>> {};
  Gradient<Net> gradient;
  // Four weights, then, after the frozen layer's none, two weights and a bias.
  const float values[]{1, 2, 2, 4, 2, 3, 6};
  for (std::size_t n = 0; n < Gradient<Net>::count; ++n) gradient.values[n] = values[n];
  STATIC_REQUIRE(Gradient<Net>::count == 7);
  const auto found = gradient_norms(gradient);
  CHECK(found[0] == Approx(5));
  CHECK(found[1] == 0);
  CHECK(found[2] == 0);
  CHECK(found[3] == Approx(7));
}

TEST_CASE("a norm too small to be squared is no zero", "[gradient_norms]") {
  struct Net : Network<Input<2>, Dense<2, Bias<false>>> {};
  Gradient<Net> gradient;
  for (std::size_t n = 0; n < 4; ++n) gradient.values[n] = n % 2 == 0 ? 3e-28f : -4e-28f;
  CHECK(gradient_norms(gradient)[0] == Approx(7.0710678e-28f).epsilon(1e-6));
  for (float& value : gradient.values) value = 1e30f;
  CHECK(gradient_norms(gradient)[0] == Approx(2e30f).epsilon(1e-6));
}

TEST_CASE("the gradient vanishes in a deep chain of sigmoids and survives beside shortcuts",
          "[gradient_norms]") {
  const auto plain = norms<Plain>();
  const auto residual = norms<WithShortcuts>();
  // The first dense layer against the last of the twelve; a residual block has its sum as a third layer.
  const float vanishing = plain[0] / plain[2 * 11];
  const float surviving = residual[0] / residual[3 * 11];
  CAPTURE(plain[0], plain[2 * 11], residual[0], residual[3 * 11]);
  // A sigmoid's derivative is at most 1/4, and 4^-11 is 2e-7; shortcuts pass the gradient whole.
  CHECK(plain[0] > 0);
  CHECK(vanishing < 1e-4f);
  CHECK(surviving > 0.1f);
}

TEST_CASE("what is infinite or no number shows in the norm", "[gradient_norms]") {
  struct Net : Network<Input<1>, Dense<2, Bias<false>>, Dense<2, Bias<false>>> {};
  Gradient<Net> gradient;
  for (float& value : gradient.values) value = 1;
  gradient.values[1] = -std::numeric_limits<float>::infinity();
  CHECK(gradient_norms(gradient)[0] == std::numeric_limits<float>::infinity());
  CHECK(gradient_norms(gradient)[1] == Approx(2));
  gradient.values[0] = std::numeric_limits<float>::quiet_NaN();
  CHECK(std::isnan(gradient_norms(gradient)[0]));
}

TEST_CASE("a norm of more numbers than a float counts is right", "[gradient_norms]") {
  struct Net : Network<Input<8192>, Dense<4096, Bias<false>>> {};
  const auto gradient = std::make_unique<Gradient<Net>>();
  for (float& value : gradient->values) value = 1;
  CHECK(gradient_norms(*gradient)[0] == Approx(std::sqrt(8192.0 * 4096.0)).epsilon(1e-6));
}
