// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("2-D convolutions are PyTorch's", "[golden]") {
  golden::check<Conv2d<17, Kernel<3>, Padding<1>>, Shape{7, 9, 5}>("conv2d_odd");
  golden::check<Conv2d<7, Kernel<3, 4>, Stride<2, 1>, Padding<0, 1, 2, 3>>, Shape{8, 6, 3}>(
      "conv2d_asymmetric");
  golden::check<Conv2d<15, Kernel<3>, Padding<1>, Groups<3>>, Shape{5, 6, 15}>("conv2d_groups");
  golden::check<Conv2d<5, Kernel<3>, Stride<1, 2>, Padding<2, 3>, Dilation<2, 3>>, Shape{11, 10, 2}>(
      "conv2d_dilation");
  golden::check<Conv2d<8, Kernel<5>, Stride<3>, Padding<2>>, Shape{9, 11, 1}>("conv2d_one_channel");
  golden::check<Conv2d<6, Kernel<1>, Bias<false>>, Shape{5, 7, 17}>("conv2d_pointwise");
  golden::check<Conv2d<16, Kernel<3>, Stride<2>, Same>, Shape{8, 6, 4}>("conv2d_same");
  golden::check<Conv2d<3, Kernel<3>, Stride<2>, SameLower>, Shape{8, 6, 4}>("conv2d_same_lower");
  golden::check<Conv2d<5, Kernel<4, 2>, Same>, Shape{5, 6, 3}>("conv2d_same_even_kernel");
}
