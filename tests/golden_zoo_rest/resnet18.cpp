// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet.hpp>
#include <golden_zoo/golden_zoo.hpp>

using namespace etch;

TEST_CASE("ResNet-18 is PyTorch's", "[golden]") { golden_zoo::check<zoo::ResNet18>("ResNet18"); }
