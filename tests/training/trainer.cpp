// SPDX-License-Identifier: MIT
#include <etch/train.hpp>
#include <support/catch.hpp>
#include <support/networks.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

using namespace etch;

namespace {

struct Spiral : Network<Input<2>, Dense<24>, Tanh, Dense<24>, Tanh, Dense<3>, Softmax> {};

/// A point on one of three interleaved arms, a set that no linear classifier can tell apart.
std::array<float, 2> spiral_point(std::size_t arm, std::size_t n) {
  const float t = static_cast<float>(n % 50) / 50;
  const float angle = 4 * t + 2.0943951f * static_cast<float>(arm);
  return {t * std::cos(angle), t * std::sin(angle)};
}

template <class Net>
std::array<float, Net::input_shape.size()> random_image(std::uint64_t seed) {
  std::array<float, Net::input_shape.size()> image{};
  for (std::size_t n = 0; n < image.size(); ++n)
    image[n] = static_cast<float>(static_cast<double>(mix(seed * 1000003 + n) >> 11) * 0x1p-53) - 0.5f;
  return image;
}

}  // namespace

TEST_CASE("training tells the arms of a spiral apart", "[trainer]") {
  Trainer<Spiral, SoftmaxCrossEntropy, Adam, 30> trainer(initialize<Spiral>(Glorot{.seed = 3}),
                                                         Adam{.learning_rate = 0.01f});
  float first = 0;
  float last = 0;
  for (std::uint64_t step = 0; step < 1000; ++step) {
    for (std::size_t n = 0; n < 30; ++n) trainer.load(n, spiral_point(n % 3, mix(step * 30 + n)), n % 3);
    last = trainer.step();
    if (step == 0) first = last;
  }
  CHECK(first == Approx(std::log(3.0)).margin(0.5));
  CHECK(last < 0.1);
  const auto prepared = prepare(trainer.parameters());
  std::size_t right = 0;
  for (std::size_t arm = 0; arm < 3; ++arm)
    for (std::size_t n = 0; n < 50; ++n)
      right += argmax(forward<Spiral>(prepared, spiral_point(arm, n))) == arm;
  CHECK(right >= 140);
}

TEST_CASE("the same seed gives the same bits", "[trainer]") {
  struct Net : Network<Input<6, 6, 2>, Conv2d<5, Kernel<3>>, Relu, Flatten, Dropout<>, Dense<4>> {};
  const auto train = [](std::uint64_t seed) {
    auto trainer = std::make_unique<Trainer<Net, SoftmaxCrossEntropy, Sgd, 4>>(
        initialize<Net>(He{.seed = 1}), Sgd{.learning_rate = 0.1f, .momentum = 0.9f}, seed);
    for (std::uint64_t step = 0; step < 10; ++step) {
      for (std::size_t n = 0; n < 4; ++n) trainer->load(n, random_image<Net>(step * 4 + n), n);
      trainer->step();
    }
    return trainer->parameters();
  };
  const auto a = train(5);
  const auto b = train(5);
  const auto other = train(6);
  std::size_t different = 0;
  for (std::size_t n = 0; n < Net::parameter_count; ++n) {
    CHECK(std::bit_cast<std::uint32_t>(a.values[n]) == std::bit_cast<std::uint32_t>(b.values[n]));
    different += a.values[n] != other.values[n];
  }
  CHECK(different > 0);  // Another seed drops other numbers.
}

TEST_CASE("the gradient of a batch is the mean of its images' gradients", "[trainer]") {
  using Net = networks::Branched;
  using T = Trainer<Net, SoftmaxCrossEntropy, Sgd, 3>;
  const auto parameters = initialize<Net>(He{.seed = 2});
  const auto batch = std::make_unique<T>(parameters);
  const auto one = std::make_unique<T>(parameters);
  std::array<double, Net::parameter_count> mean{};
  double loss = 0;
  for (std::size_t n = 0; n < 3; ++n) {
    batch->load(n, random_image<Net>(n), n);
    one->load(0, random_image<Net>(n), n);
    loss += one->compute_gradient(1) / 3.0;
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += one->gradient().values[i] / 3.0;
  }
  CHECK(batch->compute_gradient() == Approx(loss).epsilon(1e-5));
  for (std::size_t i = 0; i < mean.size(); ++i)
    CHECK(batch->gradient().values[i] == Approx(mean[i]).margin(1e-5).epsilon(1e-4));
}

namespace {

/// Whether a batch of ten, done in parts, gives the gradient of the whole, after steps too.
template <class Net>
void check_parts() {
  STATIC_REQUIRE(Net::template training_images<10> < 4);
  using Whole = Training<Net, SoftmaxCrossEntropy, 10>;
  const auto parts = std::make_unique<Trainer<Net, SoftmaxCrossEntropy, Sgd, 10>>(
      initialize<Net>(He{.seed = 3}), Sgd{.learning_rate = 0.1f}, 9);
  std::vector<float> images;
  std::array<std::size_t, 10> labels{};
  for (std::size_t n = 0; n < 10; ++n) {
    const auto image = random_image<Net>(n);
    labels[n] = n % 5;
    parts->load(n, image, labels[n]);
    images.insert(images.end(), image.begin(), image.end());
  }
  std::vector<float> arena(Whole::layout.size);
  for (const std::size_t count : {10, 7, 2, 10}) {
    std::vector<float> gradient(Net::parameter_count);
    const float loss = forward_backward<Whole, FastBackend, SoftmaxCrossEntropy>(
        Frame<float>{.input = images.data(),
                     .parameters = parts->parameters().values,
                     .parameter_gradient = gradient.data(),
                     .arena = arena.data(),
                     .images = count,
                     .seed = mix(mix(9) + parts->steps())},
        labels.data());
    // Several loss calls add up in another order.
    CHECK(parts->step(count) == Approx(loss).epsilon(1e-5));
    for (std::size_t n = 0; n < gradient.size(); ++n)
      CHECK(parts->gradient().values[n] == Approx(gradient[n]).epsilon(1e-4).margin(1e-5));
  }
}

}  // namespace

TEST_CASE("a batch in parts gives the gradient of the whole batch", "[trainer]") {
  // Some 52,000 numbers and gradients an image, so that three fit; dropout knows its image.
  struct Net : Network<Input<20, 20, 8>, Conv2d<16, Kernel<3>, Same>, Relu, Dropout<>, MaxPool2d<2>,
                       Conv2d<16, Kernel<3>>, Tanh, GlobalAvgPool, Dense<5>, Softmax> {};
  STATIC_REQUIRE(Net::training_images<10> == 3);
  check_parts<Net>();
}

TEST_CASE("what kernels lay out for all parts of a batch is that of this step", "[trainer]") {
  struct Net : Network<Input<24, 24, 2>, Conv2d<3, Kernel<5>>, Conv2d<16, Kernel<5>>, Relu,
                       DepthwiseConv2d<Kernel<3>>, Conv2d<16, Kernel<1>>,
                       ConvTranspose2d<16, Kernel<2>, Stride<2>>, Conv2d<16, Kernel<3>, Groups<2>>,
                       Conv2d<16, Kernel<3>, Same>, Tanh, GlobalAvgPool, Dense<40>, Relu, Dense<5>, Softmax> {
  };
  check_parts<Net>();
}

TEST_CASE("batch normalisation sees the whole batch", "[trainer]") {
  struct Large
      : Network<Input<32, 32, 16>, Conv2d<16, Kernel<3>>, BatchNorm<>, Relu, GlobalAvgPool, Dense<2>> {};
  struct Fixed : Network<Input<32, 32, 16>, Frozen<Conv2d<16, Kernel<3>>, BatchNorm<>>, Relu, GlobalAvgPool,
                         Dense<2>> {};
  STATIC_REQUIRE(Large::training_images<64> == 64);
  STATIC_REQUIRE(Fixed::training_images<64> < 64);
}

TEST_CASE("a partial batch counts only its own images", "[trainer]") {
  using T = Trainer<Spiral, SoftmaxCrossEntropy, Sgd, 8>;
  const auto parameters = initialize<Spiral>(Glorot{});
  T part(parameters);
  T full(parameters);
  for (std::size_t n = 0; n < 8; ++n) {
    part.load(n, spiral_point(0, n), 0);
    full.load(n, spiral_point(0, n % 2), 0);
  }
  CHECK(part.step(2) == Approx(full.step()));
  for (std::size_t n = 0; n < Spiral::parameter_count; ++n)
    CHECK(part.parameters().values[n] == Approx(full.parameters().values[n]).margin(1e-6));
}

TEST_CASE("a step without images changes nothing", "[trainer]") {
  Trainer<Spiral, SoftmaxCrossEntropy, Adam, 4> trainer(initialize<Spiral>(Glorot{}));
  CHECK(trainer.step(0) == 0);
  CHECK(trainer.steps() == 0);
  CHECK(trainer.parameters().values[0] == initialize<Spiral>(Glorot{}).values[0]);
}

TEST_CASE("more images than a batch holds are not read", "[trainer]") {
  Trainer<Spiral, SoftmaxCrossEntropy, Sgd, 2> trainer(initialize<Spiral>(Glorot{}));
  trainer.load(0, spiral_point(0, 1), 0);
  trainer.load(1, spiral_point(1, 1), 1);
  trainer.load(2, spiral_point(2, 1), 2);
  const float of_two = trainer.compute_gradient(2);
  CHECK(trainer.compute_gradient(1000) == of_two);
}

TEST_CASE("a batch can be trained on again", "[trainer]") {
  Trainer<Spiral, SoftmaxCrossEntropy, Sgd, 3> trainer(initialize<Spiral>(Glorot{}),
                                                       Sgd{.learning_rate = 0.5f});
  for (std::size_t n = 0; n < 3; ++n) trainer.load(n, spiral_point(n, 20), n);
  const float before = trainer.step();
  float after = before;
  for (int repeat = 0; repeat < 200; ++repeat) after = trainer.step();
  CHECK(after < before / 4);
}

TEST_CASE("an output that is a probability trains as its logit does", "[trainer]") {
  struct Logits : Network<Input<2>, Dense<3>> {};
  struct Probabilities : Network<Input<2>, Dense<3>, Sigmoid> {};
  const std::array<float, 3> answer{1, 0, 1};
  Trainer<Logits, BinaryCrossEntropy, Sgd, 1> a(initialize<Logits>(LeCun{}));
  Trainer<Probabilities, BinaryCrossEntropy, Sgd, 1> b(initialize<Probabilities>(LeCun{}));
  a.load(0, spiral_point(0, 30), answer);
  b.load(0, spiral_point(0, 30), answer);
  CHECK(a.step() == b.step());
  for (std::size_t n = 0; n < Logits::parameter_count; ++n)
    CHECK(a.parameters().values[n] == b.parameters().values[n]);
}

TEST_CASE("a network can be trained in a constant expression", "[trainer]") {
  struct Xor : Network<Input<2>, Dense<4>, Tanh, Dense<1>> {};
  constexpr auto loss = [] {
    Trainer<Xor, MeanSquaredError, Sgd, 4> trainer(initialize<Xor>(Glorot{.seed = 1}),
                                                   Sgd{.learning_rate = 0.3f});
    for (std::size_t n = 0; n < 4; ++n) {
      const std::array<float, 2> bits{static_cast<float>(n / 2), static_cast<float>(n % 2)};
      trainer.load(n, bits, {static_cast<float>((n / 2) ^ (n % 2))});
    }
    float first = trainer.step();
    float last = first;
    for (int step = 0; step < 150; ++step) last = trainer.step();
    return std::array<float, 2>{first, last};
  }();
  STATIC_REQUIRE(loss[1] < loss[0] / 2);
}

TEST_CASE("a trainer holds what training_bytes says, and its optimizer's state", "[trainer]") {
  using networks::LeNet5;
  using T = Trainer<LeNet5, SoftmaxCrossEntropy, Adam, 32>;
  constexpr std::size_t state = 2 * LeNet5::parameter_count * sizeof(float);
  constexpr std::size_t known = LeNet5::training_bytes<32> + state + 32 * sizeof(std::size_t) + sizeof(Adam);
  STATIC_REQUIRE(sizeof(T) >= known);
  STATIC_REQUIRE(sizeof(T) <= known + 512);  // Alignment.
}
