// SPDX-License-Identifier: MIT
#include <etch/zoo/unet.hpp>
#include <golden_zoo/golden_zoo.hpp>

using namespace etch;

TEST_CASE("padded U-Net is PyTorch's", "[golden]") {
  golden_zoo::check<golden_zoo::OnInput<zoo::UNetPadded, 32, 48, 1>>("UNetPadded");
}
