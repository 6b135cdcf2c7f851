// SPDX-License-Identifier: MIT
// The same chain, differentiated and planned for inference and training, within the compiler's default limits
// on constant evaluation.
#include "chain150.cpp"

static_assert(Chain::inference_bytes > 0);
static_assert(Chain::training_bytes<32> > 0);
