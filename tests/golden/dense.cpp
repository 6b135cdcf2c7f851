// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("dense layers are PyTorch's", "[golden]") {
  golden::check<Dense<11>, Shape{17}>("dense_odd");
  golden::check<Dense<1>, Shape{33}>("dense_one_output");
  golden::check<Dense<19, Bias<false>>, Shape{5}>("dense_without_bias");
}
