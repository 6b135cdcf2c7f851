// SPDX-License-Identifier: MIT
#include <etch/zoo/squeezenet.hpp>
#include <golden_zoo/golden_zoo.hpp>

using namespace etch;

TEST_CASE("SqueezeNet 1.1 is PyTorch's", "[golden]") {
  golden_zoo::check<golden_zoo::OnInput<zoo::SqueezeNet, 66, 74, 3>>("SqueezeNet");
}
