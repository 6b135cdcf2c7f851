// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_DROPOUT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_DROPOUT_INL_H_
#undef ETCH_OPS_DROPOUT_INL_H_
#else
#define ETCH_OPS_DROPOUT_INL_H_
#endif

#include <etch/ops/kernels-inl.h>
#include <etch/ops/vector-inl.h>
#include <etch/ops/dropout/reference.hpp>

#include <string_view>

// In lanes: neighbouring numbers; the same numbers fall as in the reference. Random numbers are made in two
// vectors of half as many lanes of 64 bits, of which the high halves count.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

using WideTag = hn::Repartition<std::uint64_t, FloatTag>;
using WideVector = hn::Vec<WideTag>;

/// a times a constant, modulo 2^64: vectors multiply 32 bits at most.
template <std::uint64_t Constant>
HWY_INLINE WideVector times(WideTag d, WideVector a) {
  const hn::Repartition<std::uint32_t, WideTag> halves;
  constexpr std::uint64_t swapped = (Constant << 32) | (Constant >> 32);
  const auto low =
      hn::MulEven(hn::BitCast(halves, a), hn::BitCast(halves, hn::Set(d, Constant & 0xffffffffu)));
  // Low half times high half, in both ways: only their low halves count, in the high half.
  const WideVector crossed =
      hn::BitCast(d, hn::Mul(hn::BitCast(halves, a), hn::BitCast(halves, hn::Set(d, swapped))));
  const WideVector high =
      hn::Add(hn::ShiftLeft<32>(crossed), hn::And(crossed, hn::Set(d, 0xffffffff00000000u)));
  return hn::Add(low, high);
}

/// `mix` of ops/random.hpp.
HWY_INLINE WideVector mix(WideTag d, WideVector counter) {
  counter = hn::Add(counter, hn::Set(d, 0x9e3779b97f4a7c15u));
  counter = times<0xbf58476d1ce4e5b9u>(d, hn::Xor(counter, hn::ShiftRight<30>(counter)));
  counter = times<0x94d049bb133111ebu>(d, hn::Xor(counter, hn::ShiftRight<27>(counter)));
  return hn::Xor(counter, hn::ShiftRight<31>(counter));
}

template <DropoutGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "dropout";

  static void forward(const Operands<float>& o) { apply(o, o.input); }
  static void input_gradient(const Operands<float>& o) { apply(o, o.output_gradient); }

 private:
  static void apply(const Operands<float>& o, const float* from) {
    const FloatTag d;
    for (std::size_t image = 0; image < o.images; ++image) {
      const std::uint64_t begin = o.seed + (o.first_image + image) * G.draws();
      const float* x = from + image * G.count;
      float* y = o.result + image * G.count;
      for_each_vector(G.draws(), [&](std::size_t c, auto load, auto store) HWY_ATTR {
        // Factors rather than masks: a mask cannot leave a function on all targets.
        const FloatVector factor = factors(begin + c);
        for (std::size_t n = c; n < G.count; n += G.draws())
          store(hn::IfThenZeroElse(hn::Eq(factor, hn::Zero(d)), hn::Mul(load(x + n), factor)), y + n);
      });
    }
  }
  /// 0 or the scale, for the draws from `begin` on.
  static HWY_INLINE FloatVector factors(std::uint64_t begin) {
    const FloatTag d;
    const WideTag wide;
    const hn::RebindToUnsigned<FloatTag> bits;
    const WideVector first = hn::Add(hn::Iota(wide, 0), hn::Set(wide, begin));
    const WideVector second = hn::Add(first, hn::Set(wide, hn::Lanes(wide)));
    const auto drawn =
        hn::ConcatOdd(bits, hn::BitCast(bits, mix(wide, second)), hn::BitCast(bits, mix(wide, first)));
    // Compared as signed numbers, both moved by 2^31.
    const hn::RebindToSigned<FloatTag> integers;
    const auto middle = hn::Set(bits, 0x80000000u);
    const auto limit = hn::Set(bits, static_cast<std::uint32_t>(G.threshold()) ^ 0x80000000u);
    const auto falls = hn::Lt(hn::BitCast(integers, hn::Xor(drawn, middle)), hn::BitCast(integers, limit));
    return hn::IfThenZeroElse(hn::RebindMask(d, falls), hn::Set(d, G.template scale<float>()));
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
