// SPDX-License-Identifier: MIT
// Two outputs of one model: ReLU(x), and what softmax makes of that. Ends with status 0 if each network gives
// its own.
#include <cmath>

#include "classes.h"
#include "maxima.h"

int main() {
  static_assert(MAXIMA_OUTPUT_SIZE == 18 && CLASSES_OUTPUT_SIZE == 18);
  float x[MAXIMA_INPUT_SIZE], maxima[MAXIMA_OUTPUT_SIZE], classes[CLASSES_OUTPUT_SIZE];
  for (int n = 0; n < MAXIMA_INPUT_SIZE; ++n) x[n] = n == 0 ? 2.0f : -1.0f;
  maxima_predict(x, maxima);
  classes_predict(x, classes);
  // e^2 / (e^2 + 17 e^0), wherever the one positive number went.
  float sum = 0, largest = 0, total = 0;
  for (int n = 0; n < MAXIMA_OUTPUT_SIZE; ++n) sum += maxima[n];
  for (int n = 0; n < CLASSES_OUTPUT_SIZE; ++n) {
    total += classes[n];
    largest = std::fmax(largest, classes[n]);
  }
  return sum == 2 && std::abs(total - 1) < 1e-5f && std::abs(largest - 0.302966f) < 1e-5f ? 0 : 1;
}
