// EXPECT: etch: something uses stdio
// SPDX-License-Identifier: MIT
#include <cstdio>

extern "C" int run() {
  volatile int number = 1;
#ifndef ETCH_TWIN
  std::printf("%d", number);
#endif
  return number;
}
