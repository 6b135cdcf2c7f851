// EXPECT: etch: something (throws or catches|handles) exceptions
// FLAGS: -fexceptions
// SPDX-License-Identifier: MIT
void may_throw() { asm volatile(""); }

extern "C" int run() {
#ifdef ETCH_TWIN
  may_throw();
#else
  try {
    asm volatile("" ::: "memory");
    static void (*volatile function)() = may_throw;
    function();
  } catch (...) {
    return 1;
  }
#endif
  return 0;
}
