// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("learned slopes are PyTorch's", "[golden]") {
  golden::check<Prelu<>, Shape{3, 5, 17}>("prelu_image");
  golden::check<Prelu<>, Shape{7}>("prelu_vector");
  golden::check<Prelu<>, Shape{9, 5}>("prelu_sequence");
  golden::check<Prelu<Shared>, Shape{4, 3, 5}>("prelu_shared_image");
  golden::check<Prelu<Shared>, Shape{9}>("prelu_shared_vector");
}

TEST_CASE("softmax and its logarithm are PyTorch's", "[golden]") {
  golden::check<Softmax, Shape{10}>("softmax_vector");
  golden::check<Softmax, Shape{4, 3, 17}>("softmax_image");
  golden::check<Softmax, Shape{5, 1}>("softmax_one_channel");
  golden::check<LogSoftmax, Shape{10}>("log_softmax_vector");
  golden::check<LogSoftmax, Shape{4, 3, 17}>("log_softmax_image");
  golden::check<LogSoftmax, Shape{5, 1}>("log_softmax_one_channel");
}

TEST_CASE("learned scales are PyTorch's product and sum", "[golden]") {
  golden::check<Scale<>, Shape{4, 3, 17}>("scale_image");
  golden::check<Scale<>, Shape{6}>("scale_vector");
  golden::check<Scale<Bias<false>>, Shape{7, 5}>("scale_without_bias");
}
