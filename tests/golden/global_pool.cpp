// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("means and maxima of whole images are PyTorch's", "[golden]") {
  golden::check<GlobalAvgPool, Shape{9, 5}>("global_avg_pool_sequence");
  golden::check<GlobalAvgPool, Shape{5, 7, 17}>("global_avg_pool_image");
  golden::check<GlobalAvgPool2d, Shape{5, 7, 17}>("global_avg_pool_image");
  golden::check<GlobalAvgPool, Shape{3, 4, 5, 3}>("global_avg_pool_volume");
  golden::check<GlobalMaxPool, Shape{9, 5}>("global_max_pool_sequence");
  golden::check<GlobalMaxPool, Shape{5, 7, 17}>("global_max_pool_image");
  golden::check<GlobalMaxPool, Shape{3, 4, 5, 3}>("global_max_pool_volume");
}

TEST_CASE("adaptive pooling's windows are PyTorch's", "[golden]") {
  golden::check<AdaptiveAvgPool2d<3>, Shape{6, 9, 5}>("adaptive_avg_pool2d_even");
  golden::check<AdaptiveAvgPool2d<5, 4>, Shape{7, 10, 3}>("adaptive_avg_pool2d_overlap");
  golden::check<AdaptiveAvgPool2d<4, 7>, Shape{3, 5, 17}>("adaptive_avg_pool2d_larger");
  golden::check<AdaptiveAvgPool2d<1>, Shape{5, 4, 1}>("adaptive_avg_pool2d_one");
  golden::check<AdaptiveMaxPool2d<3>, Shape{6, 9, 5}>("adaptive_max_pool2d_even");
  golden::check<AdaptiveMaxPool2d<5, 4>, Shape{7, 10, 3}>("adaptive_max_pool2d_overlap");
  golden::check<AdaptiveMaxPool2d<4, 7>, Shape{3, 5, 17}>("adaptive_max_pool2d_larger");
  golden::check<AdaptiveMaxPool2d<1>, Shape{5, 4, 1}>("adaptive_max_pool2d_one");
}
