// SPDX-License-Identifier: MIT
#include <etch/zoo/densenet.hpp>
#include <golden_zoo/golden_zoo.hpp>

using namespace etch;

TEST_CASE("DenseNet-121 is PyTorch's", "[golden]") {
  golden_zoo::check<golden_zoo::OnInput<zoo::DenseNet121, 64, 96, 3>>("DenseNet121");
}
