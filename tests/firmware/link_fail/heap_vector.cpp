// EXPECT: etch: something needs a heap
// SPDX-License-Identifier: MIT
#include <array>
#include <vector>

extern "C" int run() {
#ifdef ETCH_TWIN
  std::array<int, 3> numbers{1, 2, 3};
#else
  std::vector<int> numbers{1, 2, 3};
#endif
  volatile std::size_t at = 1;
  return numbers[at];
}
