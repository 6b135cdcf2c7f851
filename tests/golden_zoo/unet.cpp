// SPDX-License-Identifier: MIT
#include <etch/zoo/unet.hpp>
#include <golden_zoo/golden_zoo.hpp>

using namespace etch;

TEST_CASE("U-Net is PyTorch's", "[golden]") {
  golden_zoo::check<golden_zoo::OnInput<zoo::UNet, 188, 188, 1>>("UNet");
}
