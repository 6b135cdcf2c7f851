// EXPECT: etch: something needs a heap
// SPDX-License-Identifier: MIT
#include <cstdlib>

extern "C" int run() {
#ifndef ETCH_TWIN
  volatile char* bytes = static_cast<char*>(std::malloc(16));
  bytes[0] = 1;
#endif
  return 0;
}
