// SPDX-License-Identifier: MIT
#include <etch/zoo/shufflenet.hpp>
#include <golden_zoo/golden_zoo.hpp>

using namespace etch;

TEST_CASE("ShuffleNetV2 is PyTorch's", "[golden]") {
  golden_zoo::check<golden_zoo::OnInput<zoo::ShuffleNetV2, 64, 96, 3>>("ShuffleNetV2");
}
