// SPDX-License-Identifier: MIT
// A program of somebody else, built by both projects beside it.
#include "lenet5.hpp"

#include <etch/train.hpp>

int main() {
  static etch::Trainer<LeNet5, etch::SoftmaxCrossEntropy, etch::Sgd, 1> trainer(
      etch::initialize<LeNet5>(etch::Glorot{.seed = 1}));
  static float image[LeNet5::input_shape.size()];
  for (float& pixel : image) pixel = 1;
  trainer.load(0, image, 3);
  const float before = trainer.step();
  const float after = trainer.step();
  static etch::Workspace<LeNet5> workspace;
  const auto prepared = etch::prepare(trainer.parameters());
  const auto scores = etch::forward<LeNet5>(prepared, image, workspace);
  return after < before && etch::argmax(scores) == 3 ? 0 : 1;
}
