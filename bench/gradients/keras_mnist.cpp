// SPDX-License-Identifier: MIT
#include "../support/keras_mnist.hpp"
#include "../support/gradients.hpp"

[[maybe_unused]] static const int registered =
    bench::register_gradients<bench::KerasMnistLogits, 64>("Keras MNIST");
