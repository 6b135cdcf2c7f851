// SPDX-License-Identifier: MIT
#include <golden/golden.hpp>

using namespace etch;

TEST_CASE("batch normalisation trains as PyTorch's", "[golden]") {
  golden::check<BatchNorm<>, Shape{5, 4, 17}, 3>("batch_norm_image");
  golden::check<BatchNorm<Epsilon<1, 1000>, Momentum<1, 4>>, Shape{7, 5}, 3>("batch_norm_sequence");
  golden::check<BatchNorm<Momentum<1, 100>>, Shape{2, 3, 4, 3}, 3>("batch_norm_volume");
  golden::check<BatchNorm<>, Shape{11}, 3>("batch_norm_vector");
  golden::check<BatchNorm<Affine<false>>, Shape{4, 3, 5}, 3>("batch_norm_plain");
}

TEST_CASE("batch normalisation infers as PyTorch's", "[golden]") {
  golden::check_inference<BatchNorm<>, Shape{5, 4, 17}>("batch_norm_image_inference");
  golden::check_inference<BatchNorm<Epsilon<1, 1000>, Momentum<1, 4>>, Shape{7, 5}>(
      "batch_norm_sequence_inference");
  golden::check_inference<BatchNorm<Momentum<1, 100>>, Shape{2, 3, 4, 3}>("batch_norm_volume_inference");
  golden::check_inference<BatchNorm<>, Shape{11}>("batch_norm_vector_inference");
  golden::check_inference<BatchNorm<Affine<false>>, Shape{4, 3, 5}>("batch_norm_plain_inference");
}

TEST_CASE("layer normalisation is PyTorch's", "[golden]") {
  golden::check<LayerNorm<>, Shape{5, 3, 17}>("layer_norm_channels");
  golden::check<LayerNorm<Axes<2>, Epsilon<1, 1000>>, Shape{3, 4, 5}>("layer_norm_rows");
  golden::check<LayerNorm<Axes<3>>, Shape{5, 3, 7}>("layer_norm_image");
  golden::check<LayerNorm<Affine<false>>, Shape{9, 5}>("layer_norm_sequence");
  golden::check<LayerNorm<>, Shape{13}>("layer_norm_vector");
}

TEST_CASE("group and instance normalisation are PyTorch's", "[golden]") {
  golden::check<GroupNorm<3>, Shape{5, 4, 15}>("group_norm_odd");
  golden::check<GroupNorm<1, Epsilon<1, 100>>, Shape{3, 5, 6}>("group_norm_one");
  golden::check<GroupNorm<2>, Shape{8, 34}>("group_norm_sequence");
  golden::check<GroupNorm<2, Affine<false>>, Shape{2, 3, 4, 4}>("group_norm_volume");
  golden::check<InstanceNorm<>, Shape{5, 4, 17}>("instance_norm_odd");
  golden::check<InstanceNorm<>, Shape{6, 5, 1}>("instance_norm_one_channel");
  golden::check<InstanceNorm<Epsilon<1, 1000>, Affine<false>>, Shape{11, 5}>("instance_norm_sequence");
  golden::check<InstanceNorm<>, Shape{3, 2, 4, 3}>("instance_norm_volume");
}

TEST_CASE("local response normalisation is PyTorch's", "[golden]") {
  golden::check<LocalResponseNorm<5>, Shape{4, 3, 17}>("local_response_norm_default");
  golden::check<LocalResponseNorm<3, Alpha<1, 2>, Offset<2>>, Shape{3, 4, 9}>("local_response_norm_strong");
  golden::check<LocalResponseNorm<4, Alpha<1, 4>, Beta<1, 2>, Offset<3, 2>>, Shape{5, 3, 6}>(
      "local_response_norm_even");
  golden::check<LocalResponseNorm<7, Alpha<1>, Beta<1>>, Shape{6, 3}>("local_response_norm_wide");
}
