// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("means of windows are PyTorch's", "[golden]") {
  golden::check<AvgPool1d<3, Stride<2>, Padding<1>>, Shape{11, 5}>("avg_pool1d");
  golden::check<AvgPool1d<4, Stride<3>, Padding<2>, CountPadding>, Shape{10, 17}>("avg_pool1d_counted");
  golden::check<AvgPool1d<3, Stride<2>, RoundUp>, Shape{10, 3}>("avg_pool1d_round_up");
  golden::check<AvgPool2d<2>, Shape{7, 9, 5}>("avg_pool2d");
  golden::check<AvgPool2d<3, Stride<2>, Padding<1>>, Shape{8, 7, 17}>("avg_pool2d_padded");
  golden::check<AvgPool2d<3, Stride<2>, Padding<1>, CountPadding>, Shape{8, 7, 3}>("avg_pool2d_counted");
  golden::check<AvgPool2d<3, Stride<2>, Same>, Shape{6, 9, 5}>("avg_pool2d_same");
  golden::check<AvgPool2d<3, Width<4>, Stride<2, 3>, Padding<0, 1, 2, 1>>, Shape{6, 8, 3}>(
      "avg_pool2d_asymmetric");
  golden::check<AvgPool2d<3, Width<4>, Stride<2, 3>, Padding<0, 1, 2, 1>, CountPadding>, Shape{6, 8, 1}>(
      "avg_pool2d_asymmetric_counted");
  golden::check<AvgPool2d<5, Stride<3>, RoundUp>, Shape{3, 4, 5}>("avg_pool2d_round_up_larger");
  golden::check<AvgPool2d<3, Stride<2>, RoundUp>, Shape{8, 7, 4}>("avg_pool2d_round_up");
  golden::check<AvgPool2d<3, Stride<3>, Padding<1>, RoundUp, CountPadding>, Shape{7, 8, 5}>(
      "avg_pool2d_round_up_counted");
  golden::check<AvgPool2d<3, Stride<3>, Padding<1>, RoundUp>, Shape{7, 8, 5}>("avg_pool2d_round_up_padded");
  golden::check<AvgPool3d<2>, Shape{5, 4, 6, 3}>("avg_pool3d");
  golden::check<AvgPool3d<3, Height<2>, Width<3>, Stride<1, 2, 3>, Padding<1, 0, 1>>, Shape{5, 4, 6, 5}>(
      "avg_pool3d_odd");
  golden::check<AvgPool3d<3, Stride<2>, Padding<1>, RoundUp, CountPadding>, Shape{4, 3, 5, 2}>(
      "avg_pool3d_counted");
}
