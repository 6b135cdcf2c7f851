// EXPECT: layer 2, Add: one branch gives 8x8x16, the other 8x8x4, which cannot be added; make the shapes equal, by Same or Padding where rows and columns differ, by a convolution as shortcut where channels do
// EXPECT-CLANG: NetworkRuleBroken<etch::layers::Sum, 2, etch::Rule::branches_differ_in_shape, 8UL, 8UL, 16UL|layer 2, Add: one branch giv
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net
    : etch::Network<etch::Input<8, 8, 4>, etch::Residual<etch::Conv2d<16, etch::Kernel<3>, etch::Same>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 4>, etch::Residual<etch::Conv2d<16, etch::Kernel<3>, etch::Same>,
                                                                etch::Conv2d<16, etch::Kernel<1>>>> {};
#endif
