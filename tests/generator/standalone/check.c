/* SPDX-License-Identifier: MIT */
/* A program of C, on this machine or on bare metal: whether the network computes what is expected, within
 * 1e-5 of the largest. */
#include "drawn.h"
#include "expected.h"
#include "net.h"

static float input[NET_INPUT_SIZE], output[NET_OUTPUT_SIZE];

int run(void);
int run(void) {
  uint32_t state = 1;
  float largest = 1;
  for (size_t n = 0; n < sizeof expected / sizeof *expected; ++n) {
    const float size = expected[n] < 0 ? -expected[n] : expected[n];
    if (size > largest) largest = size;
  }
  if (net_prepare() != 0) return 1;
  for (size_t image = 0; image < EXPECTED_IMAGES; ++image) {
    for (size_t n = 0; n < NET_INPUT_SIZE; ++n) input[n] = drawn(&state);
    net_predict(input, output);
    for (size_t n = 0; n < NET_OUTPUT_SIZE; ++n) {
      const float difference = output[n] - expected[image * NET_OUTPUT_SIZE + n];
      /* What is not a number is not close either. */
      if (!((difference < 0 ? -difference : difference) <= 1e-5f * largest)) return 2;
    }
  }
  if (net_inference_bytes > EXPECTED_INFERENCE_BYTES) return 4;
  if (net_flash_bytes > EXPECTED_FLASH_BYTES) return 5;
  return 0;
}
