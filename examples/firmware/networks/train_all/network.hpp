// SPDX-License-Identifier: MIT
#pragma once
#include <etch/train.hpp>

#include <support/digits_weights.hpp>

// All of the digits network, from fresh weights.
namespace firmware {

using Net = Digits;
constexpr float learning_rate = 0.02f;
inline void start(etch::Parameters<Net>& parameters) { etch::initialize(etch::He{.seed = 1}, parameters); }

}  // namespace firmware
