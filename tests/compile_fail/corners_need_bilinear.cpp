// EXPECT: layer 1, Upsample2d<2>: AlignCorners means something for Bilinear only; add Bilinear, or take AlignCorners out
// EXPECT-CLANG: NetworkRuleBroken<etch::Upsample2d<2, .*, 1, etch::Rule::corners_need_bilinear|layer 1, Upsample2d<2>: Align
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Upsample2d<2, etch::AlignCorners>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Upsample2d<2, etch::Bilinear, etch::AlignCorners>> {};
#endif
