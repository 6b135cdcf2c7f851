// SPDX-License-Identifier: MIT
// A program of somebody else, built by both projects beside it.

#include <etch/etch.hpp>

int main() { return 0; }
