// EXPECT: etch: something needs RTTI
// FLAGS: -frtti
// SPDX-License-Identifier: MIT
struct Base {
  virtual int number() const { return 1; }
};
struct Derived : Base {
  int number() const override { return 2; }
};

extern "C" int run() {
  static const Derived derived;
#ifdef ETCH_TWIN
  return derived.Derived::number();
#else
  const Base* volatile base = &derived;
  return dynamic_cast<const Derived*>(base) == nullptr;
#endif
}
