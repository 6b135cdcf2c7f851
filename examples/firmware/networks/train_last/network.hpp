// SPDX-License-Identifier: MIT
#pragma once
#include <etch/train.hpp>
#include <etch/transform.hpp>

#include <support/digits_weights.hpp>

// The last layer of the digits network, from fresh weights; those before it stay as they were trained.
namespace firmware {

struct Net : etch::Network<Digits::input, etch::Frozen<etch::take<Digits, 7>::body>, etch::Dense<10>,
                           etch::Softmax> {};
constexpr float learning_rate = 0.001f;
inline void start(etch::Parameters<Net>& parameters) {
  etch::initialize(etch::He{.seed = 1}, parameters);
  etch::transfer<7>(Digits_parameters, parameters);
}

}  // namespace firmware
