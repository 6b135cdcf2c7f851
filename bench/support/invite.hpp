// SPDX-License-Identifier: MIT
#pragma once
#include <stdexcept>
#include <vector>

#include "../peers/program.hpp"
#include "contest.hpp"

namespace bench {

/// Two libraries give different outputs.
struct Disagreement : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The network in every library to compare with that this was built with and that has all of its operations;
/// says on stderr which do not. `ours`: what etch makes of `image`. Throws `Disagreement` where another
/// library's output differs from that by more than rounding.
std::vector<Contender> invite(const PeerProgram& program, const float* image, const float* ours);
/// The same but for oneDNN.
std::vector<Contender> invite_others(const PeerProgram& program, const float* image, const float* ours);

}  // namespace bench
