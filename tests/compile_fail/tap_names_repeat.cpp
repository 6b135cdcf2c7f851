// EXPECT: layer 3, Tap: another Tap is named features too; choose a name of its own
// EXPECT-CLANG: NetworkRuleBroken<etch::layers::NamedMark<.*, 3, etch::Rule::tap_names_repeat|layer 3, Tap: another Tap is
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Tap<"features">, etch::Relu, etch::Tap<"features">> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::Tap<"image">, etch::Relu, etch::Tap<"features">> {};
#endif
