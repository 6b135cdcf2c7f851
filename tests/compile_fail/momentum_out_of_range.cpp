// EXPECT: layer 1, BatchNorm: a momentum of 99/10 is more than all of each batch; give at most 1
// EXPECT-CLANG: NetworkRuleBroken<etch::BatchNorm<.*, 1, etch::Rule::momentum_out_of_range|layer 1, BatchNorm: a moment
// SPDX-License-Identifier: MIT
#include <etch/etch.hpp>

#ifndef ETCH_TWIN
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::BatchNorm<etch::Momentum<99, 10>>> {};
#else
struct Net : etch::Network<etch::Input<8, 8, 3>, etch::BatchNorm<etch::Momentum<99, 100>>> {};
#endif
