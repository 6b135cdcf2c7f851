// SPDX-License-Identifier: MIT
// A program of somebody else, built by both projects beside it.
#include <etch/train.hpp>

struct LeNet5 : etch::Network<etch::Input<28, 28, 1>, etch::Conv2d<6, etch::Kernel<5>, etch::Padding<2>>,
                              etch::Tanh, etch::AvgPool2d<2>, etch::Conv2d<16, etch::Kernel<5>>, etch::Tanh,
                              etch::AvgPool2d<2>, etch::Flatten, etch::Dense<120>, etch::Tanh,
                              etch::Dense<84>, etch::Tanh, etch::Dense<10>> {};

static_assert(LeNet5::output_shape == etch::Shape{10});
static_assert(LeNet5::parameter_count == 61'706);
static_assert(LeNet5::multiply_adds == 416'520);

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
