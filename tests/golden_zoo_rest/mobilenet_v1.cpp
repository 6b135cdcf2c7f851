// SPDX-License-Identifier: MIT
#include <etch/zoo/mobilenet.hpp>
#include <golden_zoo/golden_zoo.hpp>

using namespace etch;

TEST_CASE("MobileNet is PyTorch's", "[golden]") {
  golden_zoo::check<golden_zoo::OnInput<zoo::MobileNetV1, 64, 80, 3>>("MobileNetV1");
}
