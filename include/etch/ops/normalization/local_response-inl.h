// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_LOCAL_RESPONSE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_LOCAL_RESPONSE_INL_H_
#undef ETCH_OPS_LOCAL_RESPONSE_INL_H_
#else
#define ETCH_OPS_LOCAL_RESPONSE_INL_H_
#endif

#include <etch/ops/kernels-inl.h>
#include <etch/ops/math-inl.h>
#include <etch/ops/vector-inl.h>
#include <hwy/contrib/math/math-inl.h>
#include <etch/ops/normalization/reference.hpp>

#include <string_view>

// Local response normalisation. In lanes: channels of one pixel, some hundred at a time. What neighbours sum
// (squares; in the gradient, products) is laid out on the stack with zeros where there is no channel, so that
// a sum over a window is a sum of shifted vectors.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <LocalResponseGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "local response";

  static void forward(const Operands<float>& o) {
    for_each_part(o, [&](std::size_t pixel, std::size_t begin, std::size_t end) HWY_ATTR {
      float squares[room];
      const float* x = o.input + pixel;
      lay_out(squares, before, begin, end, after,
              [x](std::size_t c, auto load) HWY_ATTR { return hn::Mul(load(x + c), load(x + c)); });
      for_each_vector(end - begin, [&](std::size_t n, auto load, auto store) HWY_ATTR {
        const FloatVector power = power_of(scale_of(squares + n));
        store(hn::Mul(load(x + begin + n), power), o.result + pixel + begin + n);
      });
    });
  }

  /// As in the reference; channel c is in the sums of channels c - after to c + before.
  static void input_gradient(const Operands<float>& o) {
    const FloatTag d;
    for_each_part(o, [&](std::size_t pixel, std::size_t begin, std::size_t end) HWY_ATTR {
      float squares[room];
      float scales[room];
      float shared[room];
      const float* x = o.input + pixel;
      const float* dy = o.output_gradient + pixel;
      const std::size_t first = begin < after ? 0 : begin - after;
      const std::size_t last = end + before < G.channels ? end + before : G.channels;
      lay_out(squares, before, first, last, after,
              [x](std::size_t c, auto load) HWY_ATTR { return hn::Mul(load(x + c), load(x + c)); });
      for_each_vector(last - first, [&](std::size_t n, auto, auto)
                                        HWY_ATTR { hn::StoreU(scale_of(squares + n), d, scales + n); });
      lay_out(shared, after, begin, end, before, [&](std::size_t c, auto load) HWY_ATTR {
        const FloatVector s = hn::LoadU(d, scales + (c - first));
        const FloatVector product = hn::Mul(load(dy + c), load(x + c));
        return hn::Mul(product, hn::Div(power_of(s), s));
      });
      for_each_vector(end - begin, [&](std::size_t n, auto load, auto store) HWY_ATTR {
        const std::size_t c = begin + n;
        const FloatVector power = power_of(hn::LoadU(d, scales + (c - first)));
        const FloatVector sum = window_sum(shared + n);
        const FloatVector part = hn::Mul(hn::Set(d, 2 * factor * beta), hn::Mul(load(x + c), sum));
        store(hn::MulSub(load(dy + c), power, part), o.result + pixel + c);
      });
    });
  }

 private:
  // No more neighbours than there are channels.
  static constexpr std::size_t before = G.before < G.channels ? G.before : G.channels;
  static constexpr std::size_t after = G.after < G.channels ? G.after : G.channels;
  static constexpr std::size_t part = G.channels < 256 ? G.channels : 256;
  static constexpr std::size_t room = part + 2 * (before + after) + 2 * hn::MaxLanes(FloatTag());
  static constexpr float factor = G.alpha.template as<float>() / static_cast<float>(G.size());
  static constexpr float beta = G.beta.template as<float>();

  /// Calls f(where a pixel begins, first channel, last channel + 1).
  template <class F>
  static HWY_INLINE void for_each_part(const Operands<float>& o, const F& f) {
    for (std::size_t pixel = 0; pixel < o.images * G.input_size(); pixel += G.channels)
      for (std::size_t c = 0; c < G.channels; c += part)
        f(pixel, c, c + part < G.channels ? c + part : G.channels);
  }

  /// to[n] = value(begin - left + n), up to channel end + right - 1 and a vector more; 0 where there is no
  /// such channel.
  template <class Value>
  static HWY_INLINE void lay_out(float* HWY_RESTRICT to, std::size_t left, std::size_t begin, std::size_t end,
                                 std::size_t right, const Value& value) {
    const FloatTag d;
    const std::size_t first = begin < left ? 0 : begin - left;
    const std::size_t last = end + right < G.channels ? end + right : G.channels;
    const std::size_t shift = left - (begin - first);
    for (std::size_t n = 0; n < shift; ++n) to[n] = 0;
    for_each_vector(last - first, [&](std::size_t n, auto load, auto)
                                      HWY_ATTR { hn::StoreU(value(first + n, load), d, to + shift + n); });
    // What masked loads left out are zeros, or no numbers that count.
    const std::size_t filled = shift + (last - first);
    const std::size_t all = left + (end - begin) + right + hn::Lanes(d);
    for (std::size_t n = filled; n < all; ++n) to[n] = 0;
  }
  static HWY_INLINE FloatVector window_sum(const float* HWY_RESTRICT from) {
    const FloatTag d;
    FloatVector sum = hn::LoadU(d, from);
    for (std::size_t n = 1; n <= before + after; ++n) sum = hn::Add(sum, hn::LoadU(d, from + n));
    return sum;
  }
  static HWY_INLINE FloatVector scale_of(const float* squares) {
    const FloatTag d;
    return hn::MulAdd(hn::Set(d, factor), window_sum(squares), hn::Set(d, G.offset.template as<float>()));
  }
  /// s^-beta.
  static HWY_INLINE FloatVector power_of(FloatVector s) {
    const FloatTag d;
    const FloatVector one = hn::Set(d, 1.0f);
    if constexpr (G.beta == Fraction{3, 4}) {
      const FloatVector root = hn::Sqrt(s);
      return hn::Div(one, hn::Mul(root, hn::Sqrt(root)));
    } else if constexpr (G.beta == Fraction{1, 2}) {
      return hn::Div(one, hn::Sqrt(s));
    } else if constexpr (G.beta == Fraction{1, 1}) {
      return hn::Div(one, s);
    } else {
      return exp(d, hn::Mul(hn::Set(d, -beta), hn::Log(d, s)));
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
