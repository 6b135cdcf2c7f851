// SPDX-License-Identifier: MIT
#include <etch/zoo/googlenet.hpp>
#include <golden_zoo/golden_zoo.hpp>

using namespace etch;

TEST_CASE("GoogLeNet is PyTorch's", "[golden]") {
  golden_zoo::check<golden_zoo::OnInput<zoo::GoogLeNet, 64, 80, 3>>("GoogLeNet");
}
