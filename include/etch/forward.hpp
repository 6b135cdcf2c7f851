// SPDX-License-Identifier: MIT
#pragma once
#include <etch/inference.hpp>
#include <etch/ops/kernels.hpp>

// Inference with the instruction set that the compiler is told of; see dispatch.hpp for one that is found at
// run time.
