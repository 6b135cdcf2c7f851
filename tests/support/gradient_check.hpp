// SPDX-License-Identifier: MIT
#pragma once
#include <etch/train.hpp>
#include <support/catch.hpp>
#include <support/random.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

// The gradient of whole networks, against differences of the loss in double precision, and in float, by this
// target's kernels, against that.
namespace gradients {

/// A network with random parameters, a batch of random images and random targets, in double precision. All
/// numbers are floats too.
template <class Net, class Loss, std::size_t Batch>
class Example {
  using Schedule = etch::Training<Net, Loss, Batch>;

 public:
  using Target = typename Loss::template Target<Schedule::outputs>;

  explicit Example(std::uint64_t seed)
      : parameters(support::uniforms<double>(4 * seed, Net::parameter_count, 0.75)),
        images(support::uniforms<double>(4 * seed + 1, Batch * Net::input_shape.size())),
        arena_(Schedule::layout.size),
        seed_(seed) {
    for (std::size_t n = 0; n < Batch; ++n) targets[n] = target(n);
  }

  std::vector<double> parameters;
  std::vector<double> images;
  std::array<Target, Batch> targets{};

  /// The mean loss; adds its gradient to `gradient`.
  double loss(std::vector<double>& gradient) {
    // What a step finds in its memory must not matter.
    std::fill(arena_.begin(), arena_.end(), 1e30);
    const etch::Frame<double> frame{.input = images.data(),
                                    .parameters = parameters.data(),
                                    .parameter_gradient = gradient.data(),
                                    .arena = arena_.data(),
                                    .images = Batch,
                                    .seed = etch::mix(etch::mix(seed_))};  // A trainer's, in its first step.
    return etch::forward_backward<Schedule, etch::PlainBackend, Loss>(frame, targets.data());
  }
  double loss() {
    std::vector<double> unused(Net::parameter_count);
    return loss(unused);
  }

 private:
  std::vector<double> arena_;
  std::uint64_t seed_;

  Target target(std::size_t n) const {
    if constexpr (std::is_same_v<Target, std::size_t>) {
      return static_cast<std::size_t>(etch::mix(seed_ + n) % Schedule::outputs);
    } else {
      Target all;
      for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = std::abs(support::uniform<float>(4 * seed_ + 2, n * all.size() + i));
      return all;
    }
  }
};

/// The gradient by every parameter is (L(p + h) - L(p - h)) / 2h, to 1e-6 of itself; and what the float
/// trainer computes, to 1e-4 of the largest.
template <class Net, class Loss, std::size_t Batch = 3>
void check(std::uint64_t seed = 1) {
  CAPTURE(seed);
  Example<Net, Loss, Batch> example(seed);
  std::vector<double> gradient(Net::parameter_count);
  const double loss = example.loss(gradient);
  double largest = 0;
  for (const double value : gradient) largest = std::max(largest, std::abs(value));
  CHECK(largest > 1e-4);  // Else nothing is tested.

  constexpr double h = 1e-5;
  for (std::size_t n = 0; n < gradient.size(); ++n) {
    const double kept = example.parameters[n];
    example.parameters[n] = kept + h;
    const double above = example.loss();
    example.parameters[n] = kept - h;
    const double below = example.loss();
    example.parameters[n] = kept;
    const double difference = (above - below) / (2 * h);
    // Rounding alone moves the difference by some 1e-16 of the loss, divided by h.
    const double tolerance = 1e-6 * std::abs(gradient[n]) + 1e-10 * std::max(1.0, std::abs(loss));
    if (!(std::abs(gradient[n] - difference) <= tolerance)) {
      CAPTURE(n, gradient[n], difference);
      CHECK(std::abs(gradient[n] - difference) <= tolerance);
    }
  }

  etch::Parameters<Net> parameters;
  std::copy(example.parameters.begin(), example.parameters.end(), parameters.values);
  const auto trainer =
      std::make_unique<etch::Trainer<Net, Loss, etch::Sgd, Batch>>(parameters, etch::Sgd{}, seed);
  constexpr std::size_t image_size = Net::input_shape.size();
  for (std::size_t image = 0; image < Batch; ++image) {
    std::array<float, image_size> pixels;
    std::copy_n(example.images.begin() + static_cast<std::ptrdiff_t>(image * image_size), image_size,
                pixels.begin());
    trainer->load(image, pixels, example.targets[image]);
  }
  CHECK(trainer->compute_gradient() == Approx(loss).epsilon(1e-5));
  for (std::size_t n = 0; n < gradient.size(); ++n) {
    const double single = static_cast<double>(trainer->gradient().values[n]);
    if (!(std::abs(single - gradient[n]) <= 1e-4 * largest)) {
      CAPTURE(n, gradient[n], single, largest);
      CHECK(std::abs(single - gradient[n]) <= 1e-4 * largest);
    }
  }
}

}  // namespace gradients
