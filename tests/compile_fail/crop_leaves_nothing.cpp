// EXPECT: layer 1, Crop: takes 3 and 5 away from 8, which leaves nothing; crop less
// EXPECT-CLANG: NetworkRuleBroken<etch::Crop<.*, 1, etch::Rule::crop_leaves_nothing, 8UL, 8UL, 3UL, 0UL, 0UL, 3UL, 5UL|layer 1, Crop: takes 3 and 5
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Crop<etch::Padding<0, 0, 3, 5>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Crop<etch::Padding<0, 0, 3, 4>>> {};
#endif
