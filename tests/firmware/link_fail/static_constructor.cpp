// EXPECT: etch: something runs before main
// SPDX-License-Identifier: MIT
static int first() {
  asm volatile("");
  return 1;
}
#ifdef ETCH_TWIN
static const int number = 1;
#else
static int number = first();
#endif

extern "C" int run() { return number + first(); }
