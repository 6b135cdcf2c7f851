// SPDX-License-Identifier: MIT
#pragma once
#include <support/digits_weights.hpp>

#include <network.hpp>

#include <cstddef>
#include <cstdint>

// Training on a device: a few steps on some of the digits, the same on the host and on the core.
namespace firmware {

constexpr std::size_t batch = 8;
constexpr std::size_t image_count = 160;
constexpr std::size_t step_count = 100;

using Trainer = etch::Trainer<Net, etch::SoftmaxCrossEntropy, etch::Sgd, batch>;

/// What `Net::training_bytes` leaves to the trainer: the velocities of the optimizer, the labels, some
/// numbers, and what aligns all of them.
constexpr std::size_t trainer_bytes = Net::training_bytes<batch> + Net::trainable_count * sizeof(float) +
                                      batch * sizeof(typename Trainer::Target);
static_assert(sizeof(Trainer) <= trainer_bytes + 512);

/// Loads a batch and does step number `step`; returns its loss.
inline float train_step(Trainer& trainer, std::size_t step) {
  for (std::size_t n = 0; n < batch; ++n) {
    const std::size_t number = (step * batch + n) % image_count;
    float image[Net::input_shape.size()];
    for (std::size_t at = 0; at < sizeof image / sizeof *image; ++at)
      image[at] = static_cast<float>(Digits_images[number][at]) / Digits_white;
    trainer.load(n, image, Digits_labels[number]);
  }
  return trainer.step();
}

}  // namespace firmware
