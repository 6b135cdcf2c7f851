// EXPECT: etch: a static object is made when it is first used
// SPDX-License-Identifier: MIT
// Without the locks of -fthreadsafe-statics, as firmware is compiled.
static int first() {
  asm volatile("");
  return 1;
}

extern "C" int run() {
#ifdef ETCH_TWIN
  static const int number = 1;
#else
  static const int number = first();
#endif
  return number + first();
}
