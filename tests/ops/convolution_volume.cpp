// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

using namespace etch;

// {in, kernel, stride, dilation, before, after} of height and width, channels, filters, groups, bias, depth.

TEST_CASE("convolutions over volumes obey the laws", "[convolution]") {
  laws::check_operation<ConvolutionGeometry{{4, 3}, {3, 2}, 2, 5, 1, true, {3, 2}}>();
  laws::check_operation<ConvolutionGeometry{
      {4, 3, 2, 1, 1, 1}, {3, 2, 1, 2, 0, 1}, 3, 17, 1, false, {3, 3, 1, 1, 1, 1}}>();
  laws::check_operation<ConvolutionGeometry{{3, 1}, {3, 2}, 4, 6, 2, true, {5, 2, 2, 2, 1, 0}}>();
}

TEST_CASE("pooling over volumes obeys the laws", "[pooling]") {
  laws::check_operation<PoolGeometry{Pooling::max, {4, 2, 2}, {3, 2, 1, 1, 1, 0}, 5, {3, 2, 1}}>();
  laws::check_operation<PoolGeometry{
      Pooling::average, {4, 2, 2}, {3, 2, 1, 1, 1, 0}, 3, {3, 3, 2, 1, 1, 1}}>();
}

TEST_CASE("the other windows of pooling obey the laws", "[pooling]") {
  laws::check_operation<PoolGeometry{Pooling::max, {5, 2, 2, 1, 0, 0, true}, {6, 3, 2, 1, 1, 1, true}, 7}>();
  laws::check_operation<PoolGeometry{Pooling::max, {7, 3, 2, 2, 1, 1}, {5, 2, 1, 3}, 17}>();
  laws::check_operation<PoolGeometry{
      Pooling::average, {5, 2, 2, 1, 0, 0, true}, {6, 3, 2, 1, 1, 1, true}, 17}>();
  laws::check_operation<PoolGeometry{
      Pooling::average, {5, 3, 2, 1, 1, 1, true}, {4, 2, 3, 1, 1, 0, true}, 6, {}, true}>();
}

TEST_CASE("adaptive pooling obeys the laws", "[pooling]") {
  laws::check_operation<AdaptivePoolGeometry{Pooling::max, {{5, 3}, {7, 2}}, 5}>();
  laws::check_operation<AdaptivePoolGeometry{Pooling::average, {{5, 3}, {7, 2}}, 17}>();
  laws::check_operation<AdaptivePoolGeometry{Pooling::average, {{2, 5}, {3, 3}}, 3}>();
  laws::check_operation<AdaptivePoolGeometry{Pooling::max, {{1, 4}, {3, 2}}, 1}>();
}
