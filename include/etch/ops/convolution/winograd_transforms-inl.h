// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_
#undef ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_
#endif

#include <etch/ops/vector-inl.h>
#include <etch/ops/convolution/packing.hpp>

#include <cstddef>
#include <cstdint>

// The matrices of Winograd's algorithm for tiles of M x M outputs, see winograd.hpp, as functions of vectors:
// what becomes of `reads` numbers along an axis, each got by get(n) and put by put(n, number), `makes` of
// them. The gradient by the weights is G^T ((B^T d B) . (A dy A^T)) G: the same bilinear form, read from
// another side.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// B^T d, of a tile's input.
template <std::size_t M>
struct WinogradInput {
  static constexpr std::size_t reads = M + 2;
  static constexpr std::size_t makes = M + 2;

  template <class Get, class Put>
  static HWY_INLINE void apply(FloatTag d, const Get& get, const Put& put) {
    if constexpr (M == 2) {
      const FloatVector d0 = get(0), d1 = get(1), d2 = get(2), d3 = get(3);
      put(0, hn::Sub(d0, d2));
      put(1, hn::Add(d1, d2));
      put(2, hn::Sub(d2, d1));
      put(3, hn::Sub(d1, d3));
    } else {
      const FloatVector four = hn::Set(d, 4.0f), five = hn::Set(d, 5.0f), two = hn::Set(d, 2.0f);
      const FloatVector d0 = get(0), d1 = get(1), d2 = get(2), d3 = get(3), d4 = get(4), d5 = get(5);
      put(0, hn::MulAdd(four, d0, hn::NegMulAdd(five, d2, d4)));
      const FloatVector even = hn::NegMulAdd(four, d2, d4), odd = hn::NegMulAdd(four, d1, d3);
      put(1, hn::Add(even, odd));
      put(2, hn::Sub(even, odd));
      const FloatVector difference = hn::Sub(d4, d2), twice = hn::Mul(two, hn::Sub(d3, d1));
      put(3, hn::Add(difference, twice));
      put(4, hn::Sub(difference, twice));
      put(5, hn::MulAdd(four, d1, hn::NegMulAdd(five, d3, d5)));
    }
  }
};

/// A^T m, of a tile's products.
template <std::size_t M>
struct WinogradOutput {
  static constexpr std::size_t reads = M + 2;
  static constexpr std::size_t makes = M;

  template <class Get, class Put>
  static HWY_INLINE void apply(FloatTag d, const Get& get, const Put& put) {
    if constexpr (M == 2) {
      const FloatVector m0 = get(0), m1 = get(1), m2 = get(2), m3 = get(3);
      put(0, hn::Add(m0, hn::Add(m1, m2)));
      put(1, hn::Sub(hn::Sub(m1, m2), m3));
    } else {
      const FloatVector m0 = get(0), m1 = get(1), m2 = get(2), m3 = get(3), m4 = get(4), m5 = get(5);
      const FloatVector s1 = hn::Add(m1, m2), d1 = hn::Sub(m1, m2);
      const FloatVector s2 = hn::Add(m3, m4), d2 = hn::Sub(m3, m4);
      put(0, hn::Add(m0, hn::Add(s1, s2)));
      put(1, hn::MulAdd(hn::Set(d, 2.0f), d2, d1));
      put(2, hn::MulAdd(hn::Set(d, 4.0f), s2, s1));
      put(3, hn::Add(hn::MulAdd(hn::Set(d, 8.0f), d2, d1), m5));
    }
  }
};

/// A dy, of the gradient by a tile's outputs.
template <std::size_t M>
struct WinogradOutputGradient {
  static constexpr std::size_t reads = M;
  static constexpr std::size_t makes = M + 2;

  template <class Get, class Put>
  static HWY_INLINE void apply(FloatTag d, const Get& get, const Put& put) {
    if constexpr (M == 2) {
      const FloatVector y0 = get(0), y1 = get(1);
      put(0, y0);
      put(1, hn::Add(y0, y1));
      put(2, hn::Sub(y0, y1));
      put(3, hn::Neg(y1));
    } else {
      const FloatVector two = hn::Set(d, 2.0f), four = hn::Set(d, 4.0f);
      const FloatVector y0 = get(0), y1 = get(1), y2 = get(2), y3 = get(3);
      put(0, y0);
      const FloatVector even = hn::Add(y0, y2), odd = hn::Add(y1, y3);
      put(1, hn::Add(even, odd));
      put(2, hn::Sub(even, odd));
      const FloatVector even2 = hn::MulAdd(four, y2, y0), odd2 = hn::Mul(two, hn::MulAdd(four, y3, y1));
      put(3, hn::Add(even2, odd2));
      put(4, hn::Sub(even2, odd2));
      put(5, y3);
    }
  }
};

/// G g, of weights.
template <std::size_t M>
struct WinogradWeights {
  static constexpr std::size_t reads = 3;
  static constexpr std::size_t makes = M + 2;

  template <class Get, class Put>
  static HWY_INLINE void apply(FloatTag d, const Get& get, const Put& put) {
    const FloatVector g0 = get(0), g1 = get(1), g2 = get(2);
    const FloatVector ends = hn::Add(g0, g2);
    if constexpr (M == 2) {
      const FloatVector half = hn::Set(d, 0.5f);
      put(0, g0);
      put(1, hn::Mul(half, hn::Add(ends, g1)));
      put(2, hn::Mul(half, hn::Sub(ends, g1)));
      put(3, g2);
    } else {
      const FloatVector sixth = hn::Set(d, -1.0f / 6), small = hn::Set(d, 1.0f / 24);
      put(0, hn::Mul(hn::Set(d, 0.25f), g0));
      put(1, hn::Mul(sixth, hn::Add(ends, g1)));
      put(2, hn::Mul(sixth, hn::Sub(ends, g1)));
      const FloatVector even = hn::MulAdd(hn::Set(d, 4.0f), g2, g0), odd = hn::Add(g1, g1);
      put(3, hn::Mul(small, hn::Add(even, odd)));
      put(4, hn::Mul(small, hn::Sub(even, odd)));
      put(5, g2);
    }
  }
};

/// G^T m, of sums of products: the gradient by weights.
template <std::size_t M>
struct WinogradWeightGradient {
  static constexpr std::size_t reads = M + 2;
  static constexpr std::size_t makes = 3;

  template <class Get, class Put>
  static HWY_INLINE void apply(FloatTag d, const Get& get, const Put& put) {
    const FloatVector m0 = get(0), m1 = get(1), m2 = get(2), m3 = get(3);
    if constexpr (M == 2) {
      const FloatVector half = hn::Set(d, 0.5f), both = hn::Mul(half, hn::Add(m1, m2));
      put(0, hn::Add(m0, both));
      put(1, hn::Mul(half, hn::Sub(m1, m2)));
      put(2, hn::Add(both, m3));
    } else {
      const FloatVector m4 = get(4), m5 = get(5), sixth = hn::Set(d, 1.0f / 6);
      const FloatVector s1 = hn::Mul(sixth, hn::Add(m1, m2)), s2 = hn::Mul(sixth, hn::Add(m3, m4));
      put(0, hn::MulAdd(hn::Set(d, 0.25f), hn::Add(m0, s2), hn::Neg(s1)));
      put(1, hn::Mul(sixth, hn::MulAdd(hn::Set(d, 0.5f), hn::Sub(m3, m4), hn::Sub(m2, m1))));
      put(2, hn::Add(hn::Sub(s2, s1), m5));
    }
  }
};

/// A square of numbers by a transform T along both axes: columns, then rows, of which the first `rows` are
/// made. get(i, j) and put(i, j, number).
template <class T, class Get, class Put>
HWY_INLINE void transform_square(FloatTag d, const Get& get, const Put& put, std::size_t rows = T::makes) {
  HWY_ALIGN float between[T::makes * T::reads * target.lanes];
  for (std::size_t j = 0; j < T::reads; ++j)
    T::apply(
        d, [&](std::size_t i) HWY_ATTR __attribute__((always_inline)) { return get(i, j); },
        [&](std::size_t i, FloatVector v) HWY_ATTR
        __attribute__((always_inline)) { hn::Store(v, d, between + (i * T::reads + j) * target.lanes); });
  for (std::size_t i = 0; i < rows; ++i)
    T::apply(
        d,
        [&](std::size_t j) HWY_ATTR
        __attribute__((always_inline)) { return hn::Load(d, between + (i * T::reads + j) * target.lanes); },
        [&](std::size_t j, FloatVector v) HWY_ATTR __attribute__((always_inline)) { put(i, j, v); });
}

/// A square of an image (height x width x channels) whose first pixel is (top, left), zero where it is
/// outside, transformed by T: number n of a channel goes to to[n pitch + channel]. Sizes are not constants,
/// so that all layers share the code.
template <class T>
HWY_NOINLINE void transform_pixels(const float* HWY_RESTRICT x, std::size_t height, std::size_t width,
                                   std::size_t channels, std::ptrdiff_t top, std::ptrdiff_t left,
                                   std::size_t pitch, float* HWY_RESTRICT to) {
  const FloatTag d;
  constexpr auto side = static_cast<std::ptrdiff_t>(T::reads);
  const auto end = static_cast<std::ptrdiff_t>(height), right = static_cast<std::ptrdiff_t>(width);
  const bool inside = top >= 0 && left >= 0 && top + side <= end && left + side <= right;
  const float* corner = x + (top * right + left) * static_cast<std::ptrdiff_t>(channels);
  for (std::size_t c = 0; c < channels; c += target.lanes)
    transform_square<T>(
        d,
        [&](std::size_t i, std::size_t j) HWY_ATTR __attribute__((always_inline)) {
          if (!inside) {
            const std::ptrdiff_t row = top + static_cast<std::ptrdiff_t>(i);
            const std::ptrdiff_t column = left + static_cast<std::ptrdiff_t>(j);
            if (row < 0 || row >= end || column < 0 || column >= right) return hn::Zero(d);
          }
          return hn::LoadU(d, corner + (i * width + j) * channels + c);
        },
        [&](std::size_t i, std::size_t j, FloatVector v) HWY_ATTR
        __attribute__((always_inline)) { hn::StoreU(v, d, to + (i * T::makes + j) * pitch + c); });
}

/// Weights packed for products by `plan`, each product's `product_weights` after those of the one before.
/// weight(row, column, channel, filter) is a vector of filters.
template <std::size_t M, class Weight>
HWY_INLINE void pack_winograd(const TilePlan& plan, std::size_t product_weights, const Weight& weight,
                              float* HWY_RESTRICT to) {
  const FloatTag d;
  for_each_packed(plan, target, [&](const PackedBlock& b) HWY_ATTR {
    for (std::size_t k = 0; k < b.count; k += target.lanes)
      transform_square<WinogradWeights<M>>(
          d,
          [&](std::size_t r, std::size_t s) HWY_ATTR
          __attribute__((always_inline)) { return weight(r, s, b.channel, b.filter + k); },
          [&](std::size_t i, std::size_t j, FloatVector v) HWY_ATTR __attribute__((always_inline)) {
            hn::StoreU(v, d, to + (i * (M + 2) + j) * product_weights + b.place + k);
          });
  });
}
/// The weights of a convolution as they lie.
template <std::size_t M>
HWY_NOINLINE void pack_winograd_weights(const TilePlan& plan, const float* HWY_RESTRICT weights,
                                        float* HWY_RESTRICT to) {
  const std::size_t channels = plan.channels, filters = plan.filters;
  pack_winograd<M>(
      plan, channels * filters,
      [=](std::size_t r, std::size_t s, std::size_t channel, std::size_t filter) HWY_ATTR
      __attribute__((always_inline)) {
        return hn::LoadU(FloatTag(), weights + ((r * 3 + s) * channels + channel) * filters + filter);
      },
      to);
}
/// Those of its gradient by the input, whose channels are its filters: the taps in reverse.
template <std::size_t M>
HWY_NOINLINE void pack_adjoint_winograd_weights(const TilePlan& plan, const float* HWY_RESTRICT weights,
                                                float* HWY_RESTRICT to) {
  const std::size_t channels = plan.filters, filters = plan.channels;
  pack_winograd<M>(
      plan, channels * filters,
      [=](std::size_t r, std::size_t s, std::size_t filter, std::size_t channel) HWY_ATTR
      __attribute__((always_inline)) {
        const hn::RebindToSigned<FloatTag> di;
        const auto apart = hn::Mul(hn::Iota(di, 0), hn::Set(di, static_cast<std::int32_t>(filters)));
        return hn::GatherIndex(FloatTag(),
                               weights + ((8 - r * 3 - s) * channels + channel) * filters + filter, apart);
      },
      to);
}

/// Adds the gradient by `count` pairs of channel and filter, from sums of their products, to `to`.
template <std::size_t M>
HWY_NOINLINE void add_winograd_gradient(const float* HWY_RESTRICT sums, std::size_t pitch, std::size_t count,
                                        float* HWY_RESTRICT to) {
  const FloatTag d;
  for (std::size_t at = 0; at < count; at += target.lanes)
    transform_square<WinogradWeightGradient<M>>(
        d,
        [&](std::size_t i, std::size_t j) HWY_ATTR
        __attribute__((always_inline)) { return hn::LoadU(d, sums + (i * (M + 2) + j) * pitch + at); },
        [&](std::size_t r, std::size_t s, FloatVector v) HWY_ATTR __attribute__((always_inline)) {
          float* dw = to + (r * 3 + s) * count + at;
          hn::StoreU(hn::Add(hn::LoadU(d, dw), v), d, dw);
        });
}

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
