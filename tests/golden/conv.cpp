// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("1-D convolutions are PyTorch's", "[golden]") {
  golden::check<Conv1d<17, Kernel<3>, Padding<1>>, Shape{11, 5}>("conv1d_odd");
  golden::check<Conv1d<4, Kernel<3>, Stride<2>, Padding<3, 0>, Dilation<2>>, Shape{13, 3}>(
      "conv1d_asymmetric");
  golden::check<Conv1d<9, Kernel<4>, Stride<3>, Padding<0, 2>, Groups<3>>, Shape{10, 15}>("conv1d_groups");
  golden::check<Conv1d<6, Kernel<5>, Stride<2>, Same>, Shape{10, 3}>("conv1d_same");
  golden::check<Conv1d<1, Kernel<5>, Stride<2>, Bias<false>>, Shape{17, 1}>("conv1d_one_channel");
}

TEST_CASE("3-D convolutions are PyTorch's", "[golden]") {
  golden::check<Conv3d<5, Kernel<3>, Padding<1>>, Shape{5, 3, 4, 3}>("conv3d_odd");
  golden::check<Conv3d<9, Kernel<2, 3, 2>, Stride<2, 1, 3>, Padding<1, 0, 0, 2, 1, 2>, Dilation<1, 2, 1>>,
                Shape{5, 6, 4, 2}>("conv3d_asymmetric");
  golden::check<Conv3d<6, Kernel<2, 3, 1>, Padding<0, 1, 0>, Groups<3>>, Shape{3, 4, 3, 15}>("conv3d_groups");
}
