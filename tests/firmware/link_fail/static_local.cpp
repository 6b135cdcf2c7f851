// EXPECT: etch: a static object is made when it is first used
// FLAGS: -fthreadsafe-statics
// SPDX-License-Identifier: MIT
// With the locks that hosted programs have.
#include "static_local_unguarded.cpp"
