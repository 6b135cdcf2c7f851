// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_WINOGRAD_MATRICES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_WINOGRAD_MATRICES_INL_H_
#undef ETCH_OPS_CONVOLUTION_WINOGRAD_MATRICES_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_WINOGRAD_MATRICES_INL_H_
#endif

#include <etch/ops/vector-inl.h>

#include <cstddef>
#include <utility>

// The matrices of Winograd's algorithm for tiles of M x M outputs, see winograd.hpp, as functions of vectors:
// make<I> is number I, of `makes`, that becomes of `reads` numbers along an axis. The gradient by the weights
// is G^T ((B^T d B) . (A dy A^T)) G: the same bilinear form, read from another side.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// Rows of a square of numbers that are made together, because they share sums; rows after rows.
template <std::size_t... I>
using Group = std::index_sequence<I...>;
template <class... Group>
struct Rows {};

/// B^T d, of a tile's input.
template <std::size_t M>
struct WinogradInput;

template <>
struct WinogradInput<2> {
  static constexpr std::size_t reads = 4, makes = 4;
  using rows = Rows<Group<0>, Group<1>, Group<2>, Group<3>>;

  template <std::size_t I>
  static HWY_INLINE FloatVector make(FloatTag, FloatVector d0, FloatVector d1, FloatVector d2,
                                     FloatVector d3) {
    if constexpr (I == 0) return hn::Sub(d0, d2);
    if constexpr (I == 1) return hn::Add(d1, d2);
    if constexpr (I == 2) return hn::Sub(d2, d1);
    if constexpr (I == 3) return hn::Sub(d1, d3);
  }
};

template <>
struct WinogradInput<4> {
  static constexpr std::size_t reads = 6, makes = 6;
  using rows = Rows<Group<0>, Group<1, 2>, Group<3, 4>, Group<5>>;

  template <std::size_t I>
  static HWY_INLINE FloatVector make(FloatTag d, FloatVector d0, FloatVector d1, FloatVector d2,
                                     FloatVector d3, FloatVector d4, FloatVector d5) {
    const FloatVector two = hn::Set(d, 2.0f), four = hn::Set(d, 4.0f), five = hn::Set(d, 5.0f);
    if constexpr (I == 0) return hn::MulAdd(four, d0, hn::NegMulAdd(five, d2, d4));
    if constexpr (I == 1) return hn::Add(hn::NegMulAdd(four, d2, d4), hn::NegMulAdd(four, d1, d3));
    if constexpr (I == 2) return hn::Sub(hn::NegMulAdd(four, d2, d4), hn::NegMulAdd(four, d1, d3));
    if constexpr (I == 3) return hn::MulAdd(two, hn::Sub(d3, d1), hn::Sub(d4, d2));
    if constexpr (I == 4) return hn::NegMulAdd(two, hn::Sub(d3, d1), hn::Sub(d4, d2));
    if constexpr (I == 5) return hn::MulAdd(four, d1, hn::NegMulAdd(five, d3, d5));
  }
};

/// A^T m, of a tile's products.
template <std::size_t M>
struct WinogradOutput;

template <>
struct WinogradOutput<2> {
  static constexpr std::size_t reads = 4, makes = 2;
  using rows = Rows<Group<0, 1>>;

  template <std::size_t I>
  static HWY_INLINE FloatVector make(FloatTag, FloatVector m0, FloatVector m1, FloatVector m2,
                                     FloatVector m3) {
    if constexpr (I == 0) return hn::Add(m0, hn::Add(m1, m2));
    if constexpr (I == 1) return hn::Sub(hn::Sub(m1, m2), m3);
  }
};

template <>
struct WinogradOutput<4> {
  static constexpr std::size_t reads = 6, makes = 4;
  using rows = Rows<Group<0, 2>, Group<1, 3>>;

  template <std::size_t I>
  static HWY_INLINE FloatVector make(FloatTag d, FloatVector m0, FloatVector m1, FloatVector m2,
                                     FloatVector m3, FloatVector m4, FloatVector m5) {
    if constexpr (I == 0) return hn::Add(m0, hn::Add(hn::Add(m1, m2), hn::Add(m3, m4)));
    if constexpr (I == 1) return hn::MulAdd(hn::Set(d, 2.0f), hn::Sub(m3, m4), hn::Sub(m1, m2));
    if constexpr (I == 2) return hn::MulAdd(hn::Set(d, 4.0f), hn::Add(m3, m4), hn::Add(m1, m2));
    if constexpr (I == 3) return hn::Add(hn::MulAdd(hn::Set(d, 8.0f), hn::Sub(m3, m4), hn::Sub(m1, m2)), m5);
  }
};

/// A dy, of the gradient by a tile's outputs.
template <std::size_t M>
struct WinogradOutputGradient;

template <>
struct WinogradOutputGradient<2> {
  static constexpr std::size_t reads = 2, makes = 4;
  using rows = Rows<Group<0, 1, 2, 3>>;

  template <std::size_t I>
  static HWY_INLINE FloatVector make(FloatTag, FloatVector y0, FloatVector y1) {
    if constexpr (I == 0) return y0;
    if constexpr (I == 1) return hn::Add(y0, y1);
    if constexpr (I == 2) return hn::Sub(y0, y1);
    if constexpr (I == 3) return hn::Neg(y1);
  }
};

template <>
struct WinogradOutputGradient<4> {
  static constexpr std::size_t reads = 4, makes = 6;
  using rows = Rows<Group<0>, Group<1, 2>, Group<3, 4>, Group<5>>;

  template <std::size_t I>
  static HWY_INLINE FloatVector make(FloatTag d, FloatVector y0, FloatVector y1, FloatVector y2,
                                     FloatVector y3) {
    const FloatVector two = hn::Set(d, 2.0f), four = hn::Set(d, 4.0f);
    if constexpr (I == 0) return y0;
    if constexpr (I == 1) return hn::Add(hn::Add(y0, y2), hn::Add(y1, y3));
    if constexpr (I == 2) return hn::Sub(hn::Add(y0, y2), hn::Add(y1, y3));
    if constexpr (I == 3) return hn::MulAdd(two, hn::MulAdd(four, y3, y1), hn::MulAdd(four, y2, y0));
    if constexpr (I == 4) return hn::NegMulAdd(two, hn::MulAdd(four, y3, y1), hn::MulAdd(four, y2, y0));
    if constexpr (I == 5) return y3;
  }
};

/// G g, of weights.
template <std::size_t M>
struct WinogradWeights;

template <>
struct WinogradWeights<2> {
  static constexpr std::size_t reads = 3, makes = 4;
  using rows = Rows<Group<0, 1, 2, 3>>;

  template <std::size_t I>
  static HWY_INLINE FloatVector make(FloatTag d, FloatVector g0, FloatVector g1, FloatVector g2) {
    const FloatVector half = hn::Set(d, 0.5f);
    if constexpr (I == 0) return g0;
    if constexpr (I == 1) return hn::Mul(half, hn::Add(hn::Add(g0, g2), g1));
    if constexpr (I == 2) return hn::Mul(half, hn::Sub(hn::Add(g0, g2), g1));
    if constexpr (I == 3) return g2;
  }
};

template <>
struct WinogradWeights<4> {
  static constexpr std::size_t reads = 3, makes = 6;
  using rows = Rows<Group<0, 1, 2, 3, 4, 5>>;

  template <std::size_t I>
  static HWY_INLINE FloatVector make(FloatTag d, FloatVector g0, FloatVector g1, FloatVector g2) {
    const FloatVector sixth = hn::Set(d, -1.0f / 6), small = hn::Set(d, 1.0f / 24);
    const FloatVector four = hn::Set(d, 4.0f);
    if constexpr (I == 0) return hn::Mul(hn::Set(d, 0.25f), g0);
    if constexpr (I == 1) return hn::Mul(sixth, hn::Add(hn::Add(g0, g2), g1));
    if constexpr (I == 2) return hn::Mul(sixth, hn::Sub(hn::Add(g0, g2), g1));
    if constexpr (I == 3) return hn::Mul(small, hn::Add(hn::MulAdd(four, g2, g0), hn::Add(g1, g1)));
    if constexpr (I == 4) return hn::Mul(small, hn::Sub(hn::MulAdd(four, g2, g0), hn::Add(g1, g1)));
    if constexpr (I == 5) return g2;
  }
};

/// G^T m, of sums of products: the gradient by weights.
template <std::size_t M>
struct WinogradWeightGradient;

template <>
struct WinogradWeightGradient<2> {
  static constexpr std::size_t reads = 4, makes = 3;
  using rows = Rows<Group<0, 1, 2>>;

  template <std::size_t I>
  static HWY_INLINE FloatVector make(FloatTag d, FloatVector m0, FloatVector m1, FloatVector m2,
                                     FloatVector m3) {
    const FloatVector half = hn::Set(d, 0.5f);
    if constexpr (I == 0) return hn::MulAdd(half, hn::Add(m1, m2), m0);
    if constexpr (I == 1) return hn::Mul(half, hn::Sub(m1, m2));
    if constexpr (I == 2) return hn::MulAdd(half, hn::Add(m1, m2), m3);
  }
};

template <>
struct WinogradWeightGradient<4> {
  static constexpr std::size_t reads = 6, makes = 3;
  using rows = Rows<Group<0, 2>, Group<1>>;

  template <std::size_t I>
  static HWY_INLINE FloatVector make(FloatTag d, FloatVector m0, FloatVector m1, FloatVector m2,
                                     FloatVector m3, FloatVector m4, FloatVector m5) {
    const FloatVector sixth = hn::Set(d, 1.0f / 6), half = hn::Set(d, 0.5f), quarter = hn::Set(d, 0.25f);
    const FloatVector s1 = hn::Mul(sixth, hn::Add(m1, m2)), s2 = hn::Mul(sixth, hn::Add(m3, m4));
    if constexpr (I == 0) return hn::MulAdd(quarter, hn::Add(m0, s2), hn::Neg(s1));
    if constexpr (I == 1) return hn::Mul(sixth, hn::MulAdd(half, hn::Sub(m3, m4), hn::Sub(m2, m1)));
    if constexpr (I == 2) return hn::Add(hn::Sub(s2, s1), m5);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
