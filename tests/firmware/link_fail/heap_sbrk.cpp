// EXPECT: etch: something needs a heap
// SPDX-License-Identifier: MIT
// A heap of the program's own is one too.
#ifndef ETCH_TWIN
extern "C" [[gnu::used]] void* _sbrk(int) { return nullptr; }
#endif

extern "C" int run() { return 0; }
