// EXPECT: etch: something needs RTTI
// FLAGS: -frtti
// SPDX-License-Identifier: MIT
#include <typeinfo>

extern "C" int run() {
#ifdef ETCH_TWIN
  return 1;
#else
  const std::type_info* volatile type = &typeid(int);
  return *type->name();
#endif
}
