// SPDX-License-Identifier: MIT
#include <etch/ops/convolution/packing.hpp>
#include <support/operation_laws.hpp>

using namespace etch;

// {in, kernel, stride, dilation, before, after} of height and width, channels, filters, groups, bias.

TEST_CASE("convolutions of few channels, whose taps are taken together, obey the laws", "[convolution]") {
  // One row of the kernel at a time, several, all; the last windows leave some of the padding unread.
  laws::check_operation<ConvolutionGeometry{{9, 5, 1, 1, 2, 2}, {12, 5, 1, 1, 2, 2}, 7, 6, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{10, 7, 2, 1, 3, 3}, {11, 3, 3, 1, 1, 2}, 3, 20, 1, true}>();
  laws::check_operation<ConvolutionGeometry{{28, 5, 1, 1, 2, 2}, {28, 5, 1, 1, 2, 2}, 1, 6, 1, true}>();
  // Windows that hang over the edge, and such as see the padding alone.
  laws::check_operation<ConvolutionGeometry{
      {8, 3, 2, 1, 0, 0, true}, {9, 4, 3, 1, 1, 0, true}, 2, 5, 1, false}>();
  laws::check_operation<ConvolutionGeometry{{2, 3, 1, 1, 4, 5}, {3, 2, 2, 1, 5, 3}, 3, 4, 1, true}>();
}
