// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("reshaping and permuting are PyTorch's", "[golden]") {
  golden::check<Flatten, Shape{3, 4, 5}>("flatten");
  golden::check<Reshape<6, 10>, Shape{3, 4, 5}>("reshape_image");
  golden::check<Reshape<2, 3, 4>, Shape{24}>("reshape_vector");
  golden::check<Permute<2, 0, 1>, Shape{3, 4, 5}>("permute_image");
  golden::check<Permute<1, 0>, Shape{7, 17}>("permute_transpose");
  golden::check<Permute<3, 1, 0, 2>, Shape{2, 3, 4, 5}>("permute_volume");
  golden::check<ChannelShuffle<3>, Shape{3, 4, 15}>("channel_shuffle_image");
  golden::check<ChannelShuffle<2>, Shape{5, 34}>("channel_shuffle_sequence");
  golden::check<ChannelShuffle<4>, Shape{12}>("channel_shuffle_vector");
}

TEST_CASE("channels become pixels as in PyTorch and ONNX", "[golden]") {
  golden::check<DepthToSpace<2>, Shape{3, 4, 12}>("depth_to_space");
  golden::check<DepthToSpace<3>, Shape{2, 3, 9}>("depth_to_space_three");
  golden::check<PixelShuffle<2>, Shape{3, 4, 12}>("pixel_shuffle");
  golden::check<PixelShuffle<3>, Shape{2, 3, 18}>("pixel_shuffle_three");
  golden::check<SpaceToDepth<2>, Shape{6, 4, 5}>("space_to_depth");
  golden::check<SpaceToDepth<3>, Shape{6, 9, 1}>("space_to_depth_three");
}

TEST_CASE("borders are PyTorch's", "[golden]") {
  golden::check<Pad<Padding<2, 1>>, Shape{7, 5}>("pad_sequence");
  golden::check<Pad<Padding<0, 1, 2, 3>>, Shape{4, 5, 3}>("pad_image");
  golden::check<Pad<Padding<1, 2>, Fill<3, 4>>, Shape{3, 4, 17}>("pad_fill");
  golden::check<Pad<Padding<3, 2>, Reflect>, Shape{7, 5}>("pad_reflect_sequence");
  golden::check<Pad<Padding<3, 1, 2, 4>, Reflect>, Shape{4, 5, 3}>("pad_reflect_image");
  golden::check<Pad<Padding<6, 2>, Edge>, Shape{4, 5}>("pad_edge_sequence");
  golden::check<Pad<Padding<0, 2, 5, 1>, Edge>, Shape{4, 3, 17}>("pad_edge_image");
  golden::check<Pad<Padding<1, 0, 2, 1, 0, 3>, Fill<1, 2>>, Shape{2, 3, 4, 3}>("pad_volume");
  golden::check<Pad<Padding<3, 1, 2, 0, 1, 4>, Reflect>, Shape{4, 3, 5, 2}>("pad_reflect_volume");
  golden::check<Pad<Padding<1, 1, 0, 2, 2, 1>, Edge>, Shape{2, 3, 1, 17}>("pad_edge_volume");
  golden::check<Crop<Padding<1, 2, 0>>, Shape{4, 5, 6, 3}>("crop_volume");
  golden::check<Crop<Padding<2, 1>>, Shape{9, 5}>("crop_sequence");
  golden::check<Crop<Padding<0, 1, 2, 3>>, Shape{7, 8, 3}>("crop_image");
}
