// EXPECT: will not fit in region|overflowed
// SPDX-License-Identifier: MIT
// Weights that the machine has no flash for.
#ifdef ETCH_TWIN
constexpr int count = 64;
#else
constexpr int count = 5 << 20;
#endif
[[gnu::section(".weights"), gnu::used]] extern const char weights[count] = {1};

extern "C" int run() {
  volatile int at = 0;
  return weights[at];
}
