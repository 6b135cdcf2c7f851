// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("1-D transposed convolutions are PyTorch's", "[golden]") {
  golden::check<ConvTranspose1d<7, Kernel<3>, Stride<2>, Padding<1>, OutputPadding<1>>, Shape{7, 5}>(
      "transposed1d_odd");
  golden::check<ConvTranspose1d<17, Kernel<4>, Stride<3>, Padding<2, 1>, OutputPadding<2>, Dilation<2>>,
                Shape{6, 3}>("transposed1d_dilation");
  golden::check<ConvTranspose1d<12, Kernel<2>, Stride<2>, Groups<3>>, Shape{5, 15}>("transposed1d_groups");
}

TEST_CASE("2-D transposed convolutions are PyTorch's", "[golden]") {
  golden::check<ConvTranspose2d<3, Kernel<2>, Stride<2>>, Shape{4, 3, 5}>("transposed2d_double");
  golden::check<ConvTranspose2d<17, Kernel<3>, Stride<2>, Padding<1>, OutputPadding<1>>, Shape{5, 4, 3}>(
      "transposed2d_odd");
  golden::check<ConvTranspose2d<6, Kernel<4, 5>, Stride<3, 2>, Padding<0, 1, 2, 1>, OutputPadding<1, 0>>,
                Shape{4, 5, 2}>("transposed2d_asymmetric");
  golden::check<ConvTranspose2d<6, Kernel<3, 4>, Stride<2>, Same>, Shape{4, 3, 5}>("transposed2d_same");
  golden::check<ConvTranspose2d<15, Kernel<3, 2>, Padding<1, 0>, Groups<3>>, Shape{4, 3, 15}>(
      "transposed2d_groups");
  golden::check<ConvTranspose2d<1, Kernel<3, 2>, Stride<1, 3>, Padding<1, 2>, OutputPadding<0, 2>,
                                Dilation<2, 3>, Bias<false>>,
                Shape{5, 4, 4}>("transposed2d_dilation");
  // Output positions that no tap reaches.
  golden::check<ConvTranspose2d<3, Kernel<2, 1>, Stride<3>, OutputPadding<2>>, Shape{3, 4, 1}>(
      "transposed2d_output_padding");
}

TEST_CASE("3-D transposed convolutions are PyTorch's", "[golden]") {
  golden::check<ConvTranspose3d<5, Kernel<3, 2, 3>, Stride<2>, Padding<1, 0, 1>, OutputPadding<1, 0, 1>>,
                Shape{3, 2, 4, 3}>("transposed3d_odd");
  golden::check<ConvTranspose3d<4, Kernel<2, 3, 2>, Stride<1, 2, 1>, Padding<0, 0, 1, 0, 0, 1>, Groups<2>>,
                Shape{2, 3, 2, 6}>("transposed3d_groups");
}
