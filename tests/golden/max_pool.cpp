// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("maxima of windows are PyTorch's", "[golden]") {
  golden::check<MaxPool1d<3, Stride<2>, Padding<1>>, Shape{11, 5}>("max_pool1d");
  golden::check<MaxPool1d<3, Dilation<2>>, Shape{13, 3}>("max_pool1d_dilation");
  golden::check<MaxPool1d<3, Stride<2>, Padding<1>, RoundUp>, Shape{10, 17}>("max_pool1d_round_up");
  golden::check<MaxPool2d<2>, Shape{7, 9, 5}>("max_pool2d");
  golden::check<MaxPool2d<3, Stride<2>, Padding<1>>, Shape{8, 7, 17}>("max_pool2d_overlap");
  golden::check<MaxPool2d<3, Width<4>, Stride<2, 3>, Padding<0, 1, 2, 1>>, Shape{6, 8, 3}>(
      "max_pool2d_asymmetric");
  golden::check<MaxPool2d<3, Stride<2>, Same>, Shape{6, 9, 5}>("max_pool2d_same");
  golden::check<MaxPool2d<3, Stride<1, 2>, Padding<1>, Dilation<2, 1>>, Shape{9, 8, 1}>(
      "max_pool2d_dilation");
  golden::check<MaxPool2d<4, Stride<2>, RoundUp>, Shape{3, 4, 5}>("max_pool2d_round_up_larger");
  golden::check<MaxPool2d<3, Stride<2>, RoundUp>, Shape{8, 7, 4}>("max_pool2d_round_up");
  golden::check<MaxPool2d<2, Stride<3>, Padding<1>, RoundUp>, Shape{6, 5, 3}>("max_pool2d_round_up_padded");
  golden::check<MaxPool3d<2>, Shape{5, 4, 6, 3}>("max_pool3d");
  golden::check<MaxPool3d<3, Height<2>, Width<3>, Stride<1, 2, 3>, Padding<1, 0, 1>>, Shape{5, 4, 6, 5}>(
      "max_pool3d_odd");
  golden::check<MaxPool3d<2, Padding<0, 1, 0>, Dilation<2, 1, 2>, RoundUp>, Shape{5, 4, 6, 2}>(
      "max_pool3d_dilation");
}
