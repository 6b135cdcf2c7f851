// SPDX-License-Identifier: MIT
#include <support/operation_laws.hpp>

using namespace etch;

// The adjoint's {in, kernel, stride, dilation, before, after} of height and width, its channels (our
// filters), filters (our channels), groups; then our bias.

TEST_CASE("transposed convolutions obey the laws", "[transposed]") {
  laws::check_operation<TransposedGeometry{{{7, 3}, {5, 3}, 3, 5, 1, false}, true}>();
  laws::check_operation<TransposedGeometry{{{7, 3, 2}, {8, 2, 2}, 17, 3, 1, false}, true}>();
  laws::check_operation<TransposedGeometry{{{6, 3, 2, 1, 1, 1}, {5, 4, 3, 1, 2, 1}, 1, 16, 1, false},
                                           false}>();
}

TEST_CASE("transposed convolutions with groups and dilation obey the laws", "[transposed]") {
  laws::check_operation<TransposedGeometry{{{7, 3, 1, 2, 1, 0}, {6, 2, 2, 3, 0, 1}, 6, 4, 2, false}, true}>();
  laws::check_operation<TransposedGeometry{{{5, 3, 2, 1, 1, 1}, {4, 3}, 3, 3, 3, false}, true}>();
}

TEST_CASE("transposed convolutions keep the weights that nothing they give depends on", "[transposed]") {
  // Strides longer than the output: taps that only ever fall outside.
  laws::check_operation<TransposedGeometry{{{2, 4, 3, 2, 3, 3}, {3, 4, 2, 1, 2, 2}, 5, 6, 1, false}, true}>();
  laws::check_operation<TransposedGeometry{{{1, 3, 3, 1, 1, 1}, {5, 3}, 3, 3, 3, false}, true}>();
}

TEST_CASE("transposed convolutions over volumes obey the laws", "[transposed]") {
  laws::check_operation<TransposedGeometry{{.height = {3, 2},
                                            .width = {4, 3, 2},
                                            .channels = 3,
                                            .filters = 2,
                                            .bias = false,
                                            .depth = {3, 2, 2}}}>();
}
