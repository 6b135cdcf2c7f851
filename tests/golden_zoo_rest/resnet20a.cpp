// SPDX-License-Identifier: MIT
#include <etch/zoo/resnet_cifar.hpp>
#include <golden_zoo/golden_zoo.hpp>

using namespace etch;

TEST_CASE("ResNet-20 without parameters in its shortcuts is PyTorch's", "[golden]") {
  golden_zoo::check<zoo::ResNet20A>("ResNet20A");
}
