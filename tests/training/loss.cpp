// SPDX-License-Identifier: MIT
#include <etch/train.hpp>
#include <support/catch.hpp>

#include <array>
#include <cmath>
#include <cstddef>

using namespace etch;

namespace {

/// Largest difference between the gradient that `evaluate` gives and central differences of its value.
template <class Loss, std::size_t N, class Target>
double gradient_error(std::array<double, N> z, const Target& target) {
  std::array<double, N> gradient{};
  Loss::template evaluate<N>(z.data(), target, 1.0, gradient.data());
  double worst = 0;
  for (std::size_t n = 0; n < N; ++n) {
    constexpr double h = 1e-5;
    std::array<double, N> unused{};
    auto up = z;
    auto down = z;
    up[n] += h;
    down[n] -= h;
    const double difference = (Loss::template evaluate<N>(up.data(), target, 1.0, unused.data()) -
                               Loss::template evaluate<N>(down.data(), target, 1.0, unused.data())) /
                              (2 * h);
    worst = std::max(worst, std::abs(difference - gradient[n]));
  }
  return worst;
}

}  // namespace

TEST_CASE("cross-entropy of equal logits is the logarithm of the number of classes", "[loss]") {
  const std::array<float, 4> z{7, 7, 7, 7};
  std::array<float, 4> gradient{};
  const float loss = SoftmaxCrossEntropy::evaluate<4>(z.data(), std::size_t{2}, 1.0f, gradient.data());
  CHECK(loss == Approx(std::log(4.0)));
  CHECK(gradient[0] == Approx(0.25));
  CHECK(gradient[2] == Approx(-0.75));
}

TEST_CASE("cross-entropy agrees with PyTorch", "[loss]") {
  // torch.nn.functional.cross_entropy(torch.tensor([[1., 2., 3.]]), torch.tensor([0])) = 2.4076
  // log(e^1 + e^2 + e^3) - 1 = 2.40760596...
  const std::array<double, 3> z{1, 2, 3};
  std::array<double, 3> gradient{};
  CHECK(SoftmaxCrossEntropy::evaluate<3>(z.data(), std::size_t{0}, 1.0, gradient.data()) ==
        Approx(2.4076059644443806));
}

TEST_CASE("logits of any size give a finite loss", "[loss]") {
  const std::array<float, 3> z{1e4f, -1e4f, 0};
  std::array<float, 3> gradient{};
  CHECK(SoftmaxCrossEntropy::evaluate<3>(z.data(), std::size_t{0}, 1.0f, gradient.data()) == 0);
  CHECK(SoftmaxCrossEntropy::evaluate<3>(z.data(), std::size_t{1}, 1.0f, gradient.data()) == 2e4f);
  const std::array<float, 3> answers{1, 0, 1};
  const float loss = BinaryCrossEntropy::evaluate<3>(z.data(), answers, 1.0f, gradient.data());
  CHECK(loss == Approx(std::log(2.0) / 3));
}

TEST_CASE("a class that does not exist gives no gradient and a loss that is not a number", "[loss]") {
  const std::array<float, 2> z{1, 2};
  std::array<float, 2> gradient{9, 9};
  CHECK(std::isnan(SoftmaxCrossEntropy::evaluate<2>(z.data(), std::size_t{2}, 1.0f, gradient.data())));
  CHECK(gradient == std::array<float, 2>{0, 0});
}

TEST_CASE("binary cross-entropy by hand", "[loss]") {
  // -log(sigmoid(0)) = log 2; -log(1 - sigmoid(2)) = log(1 + e^2); their mean.
  const std::array<double, 2> z{0, 2};
  const std::array<float, 2> target{1, 0};
  std::array<double, 2> gradient{};
  CHECK(BinaryCrossEntropy::evaluate<2>(z.data(), target, 1.0, gradient.data()) ==
        Approx((std::log(2.0) + std::log(1 + std::exp(2.0))) / 2));
  CHECK(gradient[0] == Approx(-0.25));
  CHECK(gradient[1] == Approx(0.5 / (1 + std::exp(-2.0))));
}

TEST_CASE("mean squared error by hand", "[loss]") {
  const std::array<float, 2> y{1, 4};
  const std::array<float, 2> target{3, 3};
  std::array<float, 2> gradient{};
  CHECK(MeanSquaredError::evaluate<2>(y.data(), target, 1.0f, gradient.data()) == 2.5f);
  CHECK(gradient == std::array<float, 2>{-2, 1});
}

TEST_CASE("gradients of the losses agree with central differences", "[loss]") {
  const std::array<double, 5> z{0.3, -1.2, 2.5, 0.01, -0.7};
  const std::array<float, 5> target{1, 0, 0.25f, 1, 0};
  CHECK(gradient_error<SoftmaxCrossEntropy>(z, std::size_t{3}) < 1e-9);
  CHECK(gradient_error<BinaryCrossEntropy>(z, target) < 1e-9);
  CHECK(gradient_error<MeanSquaredError>(z, target) < 1e-9);
}

TEST_CASE("a loss may overwrite the output with its gradient", "[loss]") {
  std::array<float, 3> z{1, 2, 3};
  std::array<float, 3> apart{};
  const float loss = SoftmaxCrossEntropy::evaluate<3>(z.data(), std::size_t{1}, 0.5f, apart.data());
  CHECK(SoftmaxCrossEntropy::evaluate<3>(z.data(), std::size_t{1}, 0.5f, z.data()) == loss);
  CHECK(z == apart);
}
