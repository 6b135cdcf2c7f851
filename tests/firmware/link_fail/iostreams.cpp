// EXPECT: etch: something uses iostreams
// SPDX-License-Identifier: MIT
#ifndef ETCH_TWIN
#include <iostream>
#endif

extern "C" int run() {
#ifndef ETCH_TWIN
  std::cout << 1;
#endif
  return 0;
}
