// SPDX-License-Identifier: MIT
#include <etch/train.hpp>
#include <support/catch.hpp>
#include <support/layer_laws.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

using namespace etch;

namespace {

/// Parts between layers that are trained, and one at either end.
struct Net : Network<Input<4>, Frozen<Dense<3>>, Tanh, Dense<4>, Frozen<Dense<4>, Tanh, Dense<3>>, Dense<3>,
                     Tanh, Dense<2>, Frozen<Dense<3>>> {};
struct Thawed : Network<Input<4>, Dense<3>, Tanh, Dense<4>, Sequential<Dense<4>, Tanh, Dense<3>>, Dense<3>,
                        Tanh, Dense<2>, Dense<3>> {};

template <class N>
Parameters<N> random_parameters(std::uint64_t seed) {
  Parameters<N> parameters;
  for (std::size_t n = 0; n < N::parameter_count; ++n)
    parameters.values[n] = support::uniform<float>(seed, n);
  // Means, and variances from 1/2 to 3/2.
  const auto statistics = parameters.statistics();
  for (std::size_t n = 0; n < statistics.size(); ++n)
    statistics[n] = std::abs(support::uniform<float>(seed + 100, n)) + 0.5f;
  return parameters;
}

/// Calls f(layer) for each layer.
template <class N, class F, std::size_t... Index>
void for_each_layer(const F& f, std::index_sequence<Index...>) {
  (f(typename N::template Layer<Index>{}), ...);
}
template <class N, class F>
void for_each_layer(const F& f) {
  for_each_layer<N>(f, std::make_index_sequence<N::layer_count>{});
}

template <class N, class Optimizer>
std::unique_ptr<Trainer<N, MeanSquaredError, Optimizer, 2>> trainer_of(const Parameters<N>& parameters,
                                                                       const Optimizer& optimizer) {
  auto trainer = std::make_unique<Trainer<N, MeanSquaredError, Optimizer, 2>>(parameters, optimizer);
  for (std::size_t image = 0; image < 2; ++image) {
    typename Trainer<N, MeanSquaredError, Optimizer, 2>::Target target{};
    target.fill(0.25f);
    trainer->load(image, laws::random_numbers<N::input_shape.size()>(70 + image), target);
  }
  return trainer;
}

/// After some steps frozen parameters have their bits, and some of the others have not.
template <class N, class Optimizer>
void check_unchanged(const Optimizer& optimizer) {
  const auto before = random_parameters<N>(1);
  const auto trainer = trainer_of<N>(before, optimizer);
  for (int step = 0; step < 5; ++step) trainer->step();
  for_each_layer<N>([&]<class L>(L) {
    for (std::size_t n = L::parameter_offset; n < L::parameter_offset + L::parameter_count; ++n) {
      CAPTURE(n, std::string_view(L::name));
      CHECK((trainer->parameters().values[n] == before.values[n]) == L::frozen);
    }
  });
}

/// The gradient by each parameter that is trained, in double precision, against differences of the loss.
template <class N>
void check_differences() {
  constexpr std::size_t images = 3;
  using Schedule = Training<N, MeanSquaredError, images>;
  const auto floats = random_parameters<N>(1);
  std::vector<double> parameters(floats.values, floats.values + N::parameter_count);
  std::vector<double> statistics(floats.statistics().begin(), floats.statistics().end());
  const auto input = support::uniforms<double>(2, images * N::input_shape.size());
  std::array<std::array<float, Schedule::outputs>, images> targets{};
  std::vector<double> arena(Schedule::layout.size);
  const auto loss = [&](std::vector<double>& gradient) {
    std::fill(arena.begin(), arena.end(), 1e30);
    const Frame<double> frame{.input = input.data(),
                              .parameters = parameters.data(),
                              .parameter_gradient = gradient.data(),
                              .statistics = statistics.data(),
                              .arena = arena.data(),
                              .images = images};
    return forward_backward<Schedule, PlainBackend, MeanSquaredError>(frame, targets.data());
  };
  std::vector<double> gradient(N::trainable_count);
  std::vector<double> unused(N::trainable_count);
  loss(gradient);
  for_each_layer<N>([&]<class L>(L) {
    if (L::frozen) return;
    for (std::size_t n = 0; n < L::parameter_count; ++n) {
      double& parameter = parameters[L::parameter_offset + n];
      const double kept = parameter;
      parameter = kept + 1e-5;
      const double above = loss(unused);
      parameter = kept - 1e-5;
      const double below = loss(unused);
      parameter = kept;
      CAPTURE(n, std::string_view(L::name));
      CHECK(gradient[L::gradient_offset + n] == Approx((above - below) / 2e-5).epsilon(1e-6).margin(1e-9));
    }
  });
}

}  // namespace

TEST_CASE("frozen parameters are counted, but not among those that are trained", "[frozen]") {
  STATIC_REQUIRE(Net::parameter_count == Thawed::parameter_count);
  STATIC_REQUIRE(Thawed::trainable_count == Thawed::parameter_count);
  STATIC_REQUIRE(Net::trainable_count == (3 * 4 + 4) + (3 * 3 + 3) + (3 * 2 + 2));
  STATIC_REQUIRE(Net::Layer<0>::frozen);
  STATIC_REQUIRE(!Net::Layer<2>::frozen);
  STATIC_REQUIRE(Net::Layer<2>::gradient_offset == 0);
  STATIC_REQUIRE(Net::Layer<3>::frozen);
  STATIC_REQUIRE(Net::Layer<5>::frozen);
  STATIC_REQUIRE(Net::Layer<6>::gradient_offset == 16);
  STATIC_REQUIRE(Net::Layer<9>::frozen);
  struct Nested : Network<Input<2>, Frozen<Frozen<Dense<2>>, Dense<2>>, Dense<2>> {};
  STATIC_REQUIRE(Nested::trainable_count == 6);
}

TEST_CASE("frozen parameters have no memory for gradients, nor for the optimizer", "[frozen]") {
  STATIC_REQUIRE(Gradient<Net>::count == Net::trainable_count);
  struct Wide : Network<Input<64>, Dense<64>, Tanh, Dense<2>> {};
  struct WideFrozen : Network<Input<64>, Frozen<Dense<64>>, Tanh, Dense<2>> {};
  // A gradient, and Adam's two numbers, of each of 64 x 64 + 64.
  STATIC_REQUIRE(sizeof(Trainer<WideFrozen, MeanSquaredError, Adam, 1>) + 3 * 4 * 64 * 65 <=
                 sizeof(Trainer<Wide, MeanSquaredError, Adam, 1>) + 4 * 64);
  STATIC_REQUIRE(WideFrozen::training_bytes<1> + 4 * 64 * 65 <= Wide::training_bytes<1>);
}

TEST_CASE("steps leave frozen parameters alone", "[frozen]") {
  check_unchanged<Net>(Sgd{.learning_rate = 0.1f});
  check_unchanged<Net>(Sgd{.learning_rate = 0.1f, .momentum = 0.9f, .weight_decay = 0.1f});
  check_unchanged<Net>(Adam{.learning_rate = 0.1f});
  check_unchanged<Net>(Adam{.learning_rate = 0.1f, .weight_decay = 0.1f});
}

TEST_CASE("a network that is frozen as a whole does not change", "[frozen]") {
  struct All : Network<Input<4>, Frozen<Dense<3>, BatchNorm<>, Dense<2>>> {};
  STATIC_REQUIRE(All::trainable_count == 0);
  const auto before = random_parameters<All>(1);
  const auto trainer = trainer_of<All>(before, Adam{.weight_decay = 0.1f});
  CHECK(trainer->step() > 0);
  CHECK(std::equal(std::begin(before.values), std::end(before.values), trainer->parameters().values));
}

TEST_CASE("layers around frozen ones get the gradients they would get anyway", "[frozen][gradient]") {
  const auto parameters = random_parameters<Net>(1);
  Parameters<Thawed> same;
  std::copy_n(parameters.values, Net::parameter_count, same.values);
  const auto frozen = trainer_of<Net>(parameters, Sgd{});
  const auto thawed = trainer_of<Thawed>(same, Sgd{});
  CHECK(frozen->compute_gradient() == thawed->compute_gradient());
  for_each_layer<Net>([&]<class L>(L) {
    if (L::frozen) return;
    for (std::size_t n = 0; n < L::parameter_count; ++n)
      CHECK(frozen->gradient().values[L::gradient_offset + n] ==
            thawed->gradient().values[L::parameter_offset + n]);
  });
  check_differences<Net>();
}

TEST_CASE("each parameter is updated by its own gradient and state", "[frozen]") {
  const auto trainer =
      trainer_of<Net>(random_parameters<Net>(1), Sgd{.learning_rate = 0.5f, .momentum = 0.5f});
  std::vector<float> velocity(Net::trainable_count);
  for (int step = 0; step < 3; ++step) {
    const Parameters<Net> before = trainer->parameters();
    trainer->step();
    for_each_layer<Net>([&]<class L>(L) {
      if (L::frozen) return;
      for (std::size_t n = 0; n < L::parameter_count; ++n) {
        float& v = velocity[L::gradient_offset + n];
        v = 0.5f * v + trainer->gradient().values[L::gradient_offset + n];
        CHECK(trainer->parameters().values[L::parameter_offset + n] ==
              Approx(before.values[L::parameter_offset + n] - 0.5f * v).margin(1e-6));
      }
    });
  }
}

TEST_CASE("nothing is computed for layers that only frozen ones come before", "[frozen]") {
  struct Head : Network<Input<4>, Frozen<Dense<3>, Tanh, Dense<3>>, Dense<2>> {};
  // Three forward steps (Tanh is in the one before it), the loss, the gradient of the last layer.
  STATIC_REQUIRE(Head::training_program<false>.step_count == 3 + 1 + 1);
}

TEST_CASE("inside Frozen layers do in training what they do at inference", "[frozen]") {
  struct Normalised : Network<Input<4, 2>, Conv1d<3, Kernel<2>>, Frozen<Dropout<>, BatchNorm<>, Dropout<>>,
                              Tanh, Flatten, Dense<2>> {};
  const auto parameters = random_parameters<Normalised>(1);
  const auto trainer = trainer_of<Normalised>(parameters, Sgd{});
  const float loss = trainer->compute_gradient();
  double expected = 0;
  for (std::size_t image = 0; image < 2; ++image)
    for (const float y : forward<Normalised>(prepare(parameters), laws::random_numbers<8>(70 + image)))
      expected += (double(y) - 0.25) * (double(y) - 0.25) / 4;
  CHECK(loss == Approx(expected).epsilon(1e-5));
  trainer->step();
  CHECK(std::equal(parameters.statistics().begin(), parameters.statistics().end(),
                   trainer->parameters().statistics().begin()));
  check_unchanged<Normalised>(Sgd{.learning_rate = 0.1f, .momentum = 0.9f});
  check_differences<Normalised>();
}

TEST_CASE("layers before a frozen normalisation of a branch get their gradients", "[frozen][gradient]") {
  struct Branched
      : Network<Input<3, 3, 2>, Conv2d<3, Kernel<1>>,
                Residual<Frozen<BatchNorm<Affine<false>>, Conv2d<3, Kernel<3>, Same>, LayerNorm<>, Scale<>>>,
                Frozen<Prelu<>>, BatchNorm<>, Flatten, Dense<2>> {};
  check_differences<Branched>();
}
