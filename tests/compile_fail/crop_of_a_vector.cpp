// EXPECT: layer 1, Crop: takes a sequence, an image or a volume and gets 8
// EXPECT-CLANG: NetworkRuleBroken<etch::Crop<.*, 1, etch::Rule::no_positions, 8UL|layer 1, Crop: takes a sequ
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8>, etch::Crop<etch::Padding<1>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Crop<etch::Padding<1>>> {};
#endif
