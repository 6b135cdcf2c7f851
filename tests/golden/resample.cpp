// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("upsampling is PyTorch's", "[golden]") {
  golden::check<Upsample2d<2>, Shape{3, 4, 5}>("upsample_nearest");
  golden::check<Upsample2d<3, Width<2>>, Shape{4, 3, 17}>("upsample_nearest_wide");
  golden::check<Upsample2d<2, Bilinear>, Shape{3, 4, 5}>("upsample_bilinear");
  golden::check<Upsample2d<2, Width<3>, Bilinear>, Shape{3, 5, 17}>("upsample_bilinear_wide");
  golden::check<Upsample2d<3, Bilinear>, Shape{1, 4, 1}>("upsample_bilinear_one");
  golden::check<Upsample2d<2, Bilinear, AlignCorners>, Shape{3, 4, 5}>("upsample_corners");
  golden::check<Upsample2d<3, Width<2>, Bilinear, AlignCorners>, Shape{1, 3, 2}>("upsample_corners_one");
}

TEST_CASE("resizing is PyTorch's", "[golden]") {
  golden::check<Resize2d<7, 8>, Shape{3, 5, 3}>("resize_nearest_up");
  golden::check<Resize2d<4, 5>, Shape{9, 7, 5}>("resize_nearest_down");
  golden::check<Resize2d<8, 4>, Shape{5, 6, 17}>("resize_nearest_mixed");
  golden::check<Resize2d<7, 8, Bilinear>, Shape{3, 5, 3}>("resize_bilinear_up");
  golden::check<Resize2d<4, 3, Bilinear>, Shape{9, 7, 5}>("resize_bilinear_down");
  golden::check<Resize2d<4, 5, Bilinear>, Shape{4, 5, 17}>("resize_bilinear_same");
  golden::check<Resize2d<7, 8, Bilinear, AlignCorners>, Shape{3, 5, 3}>("resize_corners_up");
  golden::check<Resize2d<4, 3, Bilinear, AlignCorners>, Shape{9, 7, 5}>("resize_corners_down");
  golden::check<Resize2d<1, 6, Bilinear, AlignCorners>, Shape{5, 4, 2}>("resize_corners_one");
}
