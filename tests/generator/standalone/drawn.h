/* SPDX-License-Identifier: MIT */
/* Numbers from -1 to 1, the same on every machine: the constants of Numerical Recipes' ranqd1. */
#ifndef ETCH_TESTS_DRAWN_H
#define ETCH_TESTS_DRAWN_H

#include <stdint.h>

static inline float drawn(uint32_t* state) {
  *state = *state * 1664525u + 1013904223u;
  return (float)(*state >> 8) / 8388608.0f - 1.0f;
}

#endif
