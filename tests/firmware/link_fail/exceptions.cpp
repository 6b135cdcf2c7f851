// EXPECT: etch: something (throws or catches|handles) exceptions
// FLAGS: -fexceptions
// SPDX-License-Identifier: MIT
extern "C" int run() {
#ifndef ETCH_TWIN
  volatile int number = 1;
  if (number == 1) throw 2;
#endif
  return 0;
}
