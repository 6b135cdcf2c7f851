// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("depthwise convolutions are PyTorch's with as many groups as channels", "[golden]") {
  golden::check<DepthwiseConv2d<Kernel<3>, Padding<1>>, Shape{7, 5, 17}>("depthwise_odd");
  golden::check<DepthwiseConv2d<Kernel<3, 5>, Multiplier<3>, Stride<2, 3>, Padding<2, 1, 0, 2>>,
                Shape{6, 8, 5}>("depthwise_multiplier");
  golden::check<DepthwiseConv2d<Kernel<3>, Padding<2>, Dilation<2>, Bias<false>>, Shape{9, 7, 8}>(
      "depthwise_dilation");
  golden::check<DepthwiseConv2d<Kernel<3>, Multiplier<3>, Stride<2>, Padding<1>>, Shape{6, 5, 1}>(
      "depthwise_one_channel");
}

TEST_CASE("locally connected layers are PyTorch's unfold and einsum", "[golden]") {
  golden::check<LocallyConnected2d<5, Kernel<3>>, Shape{5, 4, 3}>("locally_odd");
  golden::check<LocallyConnected2d<9, Kernel<2, 3>, Stride<2, 3>, Padding<1, 0, 0, 2>>, Shape{5, 6, 2}>(
      "locally_asymmetric");
  golden::check<LocallyConnected2d<3, Kernel<3, 2>, Stride<1, 2>, Padding<0, 1>, Dilation<2, 1>, Bias<false>>,
                Shape{6, 5, 1}>("locally_dilation");
}
