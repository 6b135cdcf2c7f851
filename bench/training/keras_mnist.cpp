// SPDX-License-Identifier: MIT
#include "../support/keras_mnist.hpp"
#include "../support/training.hpp"

[[maybe_unused]] static const int registered =
    bench::register_training<bench::KerasMnistLogits, 64>("Keras MNIST");
