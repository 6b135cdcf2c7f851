// SPDX-License-Identifier: MIT
// Trains a convolutional network to read handwritten digits and writes its weights as a header, which classify.cpp compiles in.
// Prints a line for each epoch, then the confusion matrix and the accuracy on digits that were not trained on.
#include <etch/data/idx.hpp>
#include <etch/data/shuffle.hpp>
#include <etch/io/confusion.hpp>
#include <etch/io/progress.hpp>
#include <etch/io/type_text.hpp>
#include <etch/io/weights_header.hpp>
#include <etch/summary.hpp>
#include <etch/train.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iostream>
#include <memory>
#include <span>
#include <string>
#include <vector>

using namespace etch;

/// For 8x8 images.
struct Digits
    : Network<Input<8, 8, 1>, Conv2d<16, Kernel<3>, Same>, Relu, MaxPool2d<2>, Conv2d<32, Kernel<3>, Same>, Relu,
              MaxPool2d<2>, Flatten, Dense<10>, Softmax> {};

/// For MNIST's 28x28 images (Y. LeCun et al., 1998).
struct LeNet5
    : Network<Input<28, 28, 1>, Conv2d<6, Kernel<5>, Padding<2>>, Tanh, AvgPool2d<2>, Conv2d<16, Kernel<5>>, Tanh,
              AvgPool2d<2>, Flatten, Dense<120>, Tanh, Dense<84>, Tanh, Dense<10>, Softmax> {};

struct Options {
  std::string mnist;
  std::string digits = ETCH_SOURCE_DIR "/examples/data/digits";
  std::string out;
  unsigned epochs = 0;
  std::uint64_t seed = 1;
  bool quick = false;
};
