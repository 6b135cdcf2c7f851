// SPDX-License-Identifier: MIT
#include <etch/zoo/mobilenet.hpp>
#include <golden_zoo/golden_zoo.hpp>

using namespace etch;

TEST_CASE("MobileNetV2 is PyTorch's", "[golden]") { golden_zoo::check<zoo::MobileNetV2>("MobileNetV2"); }
