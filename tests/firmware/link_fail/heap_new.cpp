// EXPECT: etch: something needs a heap
// SPDX-License-Identifier: MIT
extern "C" int run() {
#ifdef ETCH_TWIN
  int number = 1;
  return number;
#else
  int* volatile number = new int(1);
  return *number;
#endif
}
