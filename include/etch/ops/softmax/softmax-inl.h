// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_SOFTMAX_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_SOFTMAX_INL_H_
#undef ETCH_OPS_SOFTMAX_INL_H_
#else
#define ETCH_OPS_SOFTMAX_INL_H_
#endif

#include <etch/ops/kernels-inl.h>
#include <etch/ops/math-inl.h>
#include <etch/ops/vector-inl.h>
#include <hwy/contrib/math/math-inl.h>
#include <etch/ops/softmax/reference.hpp>

#include <cstdint>
#include <string_view>

// In lanes: channels of one position; the last vector is masked. Where there are few channels, positions: the
// numbers of one channel are gathered.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <SoftmaxGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "softmax";

  static void forward(const Operands<float>& o) {
    const std::size_t count = o.images * G.rows;
    std::size_t row = 0;
    if constexpr (G.channels <= few)
      for (; row + lanes() <= count; row += lanes())
        several_rows(o.input + row * G.channels, o.result + row * G.channels);
    for (; row < count; ++row) one_row(o.input + row * G.channels, o.result + row * G.channels);
  }

  static void input_gradient(const Operands<float>& o) {
    // Few numbers without exponentials are faster one by one.
    if constexpr (G.channels <= few && !G.logarithm) return EachImage<G>::input_gradient(o);
    const std::size_t count = o.images * G.rows;
    std::size_t row = 0;
    if constexpr (G.channels <= few)
      for (; row + lanes() <= count; row += lanes()) {
        const std::size_t at = row * G.channels;
        several_gradients(o.output + at, o.output_gradient + at, o.result + at);
      }
    for (; row < count; ++row) {
      const std::size_t at = row * G.channels;
      one_gradient(o.output + at, o.output_gradient + at, o.result + at);
    }
  }

 private:
  static constexpr std::size_t few = 8;
  static HWY_INLINE std::size_t lanes() { return hn::Lanes(FloatTag()); }

  static HWY_INLINE void one_row(const float* x, float* y) {
    const FloatTag d;
    const FloatVector largest = row_largest(x);
    const FloatVector sum =
        row_sum([&](std::size_t c, auto load) HWY_ATTR { return exp(d, hn::Sub(load(x + c), largest)); });
    if constexpr (G.logarithm) {
      const FloatVector shift = hn::Log(d, sum);
      for_each_vector(G.channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        store(hn::Sub(hn::Sub(load(x + c), largest), shift), y + c);
      });
    } else {
      for_each_vector(G.channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        store(hn::Div(exp(d, hn::Sub(load(x + c), largest)), sum), y + c);
      });
    }
  }

  static HWY_INLINE void one_gradient(const float* y, const float* dy, float* dx) {
    const FloatTag d;
    const FloatVector sum = row_sum([&](std::size_t c, auto load) HWY_ATTR {
      return G.logarithm ? load(dy + c) : hn::Mul(load(dy + c), load(y + c));
    });
    for_each_vector(G.channels, [&](std::size_t c, auto load, auto store)
                                    HWY_ATTR { store(gradient(d, load(y + c), load(dy + c), sum), dx + c); });
  }

  /// dy - e^y sum of dy, of the logarithm; else y (dy - sum of dy y).
  static HWY_INLINE FloatVector gradient(FloatTag d, FloatVector y, FloatVector dy, FloatVector sum) {
    if constexpr (G.logarithm)
      return hn::NegMulAdd(exp(d, y), sum, dy);
    else
      return hn::Mul(y, hn::Sub(dy, sum));
  }

  /// The largest of a row, in all lanes.
  static HWY_INLINE FloatVector row_largest(const float* x) {
    const FloatTag d;
    FloatVector largest = hn::Set(d, x[0]);
    std::size_t c = 0;
    for (; c + lanes() <= G.channels; c += lanes()) largest = hn::Max(hn::LoadU(d, x + c), largest);
    if (c < G.channels) {
      const std::size_t left = G.channels - c;
      largest = hn::IfThenElse(hn::FirstN(d, left), hn::Max(load_first(d, x + c, left), largest), largest);
    }
    return hn::MaxOfLanes(d, largest);
  }
  /// The sum of term(c, load) over the channels, in all lanes.
  template <class Term>
  static HWY_INLINE FloatVector row_sum(const Term& term) {
    const FloatTag d;
    FloatVector sum = hn::Zero(d);
    std::size_t c = 0;
    for (; c + lanes() <= G.channels; c += lanes())
      sum = hn::Add(sum, term(c, [d](const float* p) HWY_ATTR { return hn::LoadU(d, p); }));
    if (c < G.channels) {
      const std::size_t left = G.channels - c;
      const FloatVector last = term(c, [d, left](const float* p) HWY_ATTR { return load_first(d, p, left); });
      sum = hn::Add(sum, hn::IfThenElseZero(hn::FirstN(d, left), last));
    }
    return hn::SumOfLanes(d, sum);
  }

  using Places = hn::Vec<hn::RebindToSigned<FloatTag>>;
  static HWY_INLINE Places places() {
    const hn::RebindToSigned<FloatTag> integers;
    return hn::Mul(hn::Iota(integers, 0), hn::Set(integers, static_cast<std::int32_t>(G.channels)));
  }
  /// Channel c of a vector's worth of rows.
  static HWY_INLINE FloatVector channel(const float* rows, std::size_t c) {
    return hn::GatherIndex(FloatTag(), rows + c, places());
  }
  static HWY_INLINE void set_channel(FloatVector v, float* rows, std::size_t c) {
    hn::ScatterIndex(v, FloatTag(), rows + c, places());
  }

  static HWY_INLINE void several_rows(const float* x, float* y) {
    const FloatTag d;
    // Channel by channel.
    HWY_ALIGN float numbers[G.channels * hn::MaxLanes(FloatTag())];
    FloatVector largest = channel(x, 0);
    hn::Store(largest, d, numbers);
    for (std::size_t c = 1; c < G.channels; ++c) {
      const FloatVector v = channel(x, c);
      hn::Store(v, d, numbers + c * lanes());
      largest = hn::Max(v, largest);
    }
    FloatVector sum = hn::Zero(d);
    for (std::size_t c = 0; c < G.channels; ++c) {
      const FloatVector below = hn::Sub(hn::Load(d, numbers + c * lanes()), largest);
      const FloatVector e = exp(d, below);
      sum = hn::Add(sum, e);
      hn::Store(G.logarithm ? below : e, d, numbers + c * lanes());
    }
    const FloatVector shift = G.logarithm ? hn::Log(d, sum) : sum;
    for (std::size_t c = 0; c < G.channels; ++c) {
      const FloatVector v = hn::Load(d, numbers + c * lanes());
      set_channel(G.logarithm ? hn::Sub(v, shift) : hn::Div(v, shift), y, c);
    }
  }
  static HWY_INLINE void several_gradients(const float* y, const float* dy, float* dx) {
    const FloatTag d;
    FloatVector sum = hn::Zero(d);
    for (std::size_t c = 0; c < G.channels; ++c) sum = hn::Add(sum, channel(dy, c));
    for (std::size_t c = 0; c < G.channels; ++c)
      set_channel(gradient(d, channel(y, c), channel(dy, c), sum), dx, c);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
