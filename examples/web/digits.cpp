// SPDX-License-Identifier: MIT
// The network that train.cpp trained as a WebAssembly module without imports: JavaScript writes an image
// where digits_input() points, calls digits_predict() and reads ten scores where digits_scores() points.
#include "drawn_weights.hpp"

#include <emscripten.h>

namespace {

constexpr etch::Prepared<Drawn> prepared = etch::prepare(Drawn_parameters);
constinit etch::Workspace<Drawn> workspace;
// Rows of pixels, 0 is paper and 1 is ink.
constinit float input[Drawn::input_shape.size()];
constinit float scores[Drawn::output_shape.size()];

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE float* digits_input() { return input; }

/// Computes the scores, which sum to one, and returns the digit with the largest.
EMSCRIPTEN_KEEPALIVE int digits_predict() {
  const auto output = etch::forward<Drawn>(prepared, input, workspace);
  for (std::size_t n = 0; n < output.size(); ++n) scores[n] = output[n];
  return static_cast<int>(etch::argmax(output));
}

EMSCRIPTEN_KEEPALIVE const float* digits_scores() { return scores; }
}
