// EXPECT: layer 1, ConvTranspose2d<4>: OutputPadding 2 is not less than the stride 2; give less
// EXPECT-CLANG: NetworkRuleBroken<etch::ConvTranspose2d<4, .*, 1, etch::Rule::output_padding_too_large, 8UL, 8UL, 3UL, 0UL, 0UL, 2UL, 2UL|layer 1, ConvTranspose2d<4>:
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net
    : etch::Network<etch::Input<8, 8, 3>,
                    etch::ConvTranspose2d<4, etch::Kernel<3>, etch::Stride<2>, etch::OutputPadding<2>>> {};
#else
struct Net
    : etch::Network<etch::Input<8, 8, 3>,
                    etch::ConvTranspose2d<4, etch::Kernel<3>, etch::Stride<2>, etch::OutputPadding<1>>> {};
#endif
