// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_
#undef ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_
#endif

#include <etch/ops/tile-inl.h>
#include <etch/ops/vector-inl.h>
#include <etch/ops/convolution/packing.hpp>

#include <cstddef>
#include <cstdint>
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

/// Column `j` of what get(i, j) gives.
template <class Get>
HWY_INLINE auto column_of(const Get& get, std::size_t j) {
  return [&get, j ](std::size_t i) HWY_ATTR __attribute__((always_inline)) { return get(i, j); };
}
/// Number `I` of a column. What make<I> does not need of column(i) the compiler leaves out.
template <class T, std::size_t I, class Column, std::size_t... Row>
HWY_INLINE FloatVector made_of(FloatTag d, const Column& column, std::index_sequence<Row...>) {
  return T::template make<I>(d, column(Row)...);
}
/// Row `I`, of numbers of which each column has `Size`, its own number `At`.
template <class T, std::size_t I, std::size_t At, std::size_t Size, class Put, std::size_t... Column,
          std::size_t... J, class... Numbers>
HWY_INLINE void put_row(FloatTag d, const Put& put, std::index_sequence<Column...>, std::index_sequence<J...>,
                        const Numbers&... numbers) {
  (put(I, J, T::template make<J>(d, pick<Column * Size + At>(numbers...)...)), ...);
}
template <class T, std::size_t... I, std::size_t... At, class Put, class... Numbers>
HWY_INLINE void put_rows(FloatTag d, const Put& put, Group<I...>, std::index_sequence<At...>,
                         const Numbers&... numbers) {
  (put_row<T, I, At, sizeof...(I)>(d, put, std::make_index_sequence<T::reads>{},
                                   std::make_index_sequence<T::makes>{}, numbers...),
   ...);
}
/// The rows of a group: the numbers of one column after another become locals.
template <class T, std::size_t... I, class Get, class Put, class... Numbers>
HWY_INLINE void transform_group(FloatTag d, const Get& get, const Put& put, Group<I...> group,
                                const Numbers&... numbers) {
  constexpr std::size_t number = sizeof...(Numbers) / sizeof...(I);
  if constexpr (number < T::reads) {
    const auto column = column_of(get, number);
    transform_group<T>(d, get, put, group, numbers...,
                       made_of<T, I>(d, column, std::make_index_sequence<T::reads>{})...);
  } else {
    put_rows<T>(d, put, group, std::make_index_sequence<sizeof...(I)>{}, numbers...);
  }
}
template <class T, class Get, class Put, class... Group>
HWY_INLINE void transform_rows(FloatTag d, const Get& get, const Put& put, Rows<Group...>) {
  (transform_group<T>(d, get, put, Group{}), ...);
}

/// A square of numbers by a transform T along both axes: columns, then rows. get(i, j) and put(i, j, number).
template <class T, class Get, class Put>
HWY_INLINE void transform_square(FloatTag d, const Get& get, const Put& put) {
  transform_rows<T>(d, get, put, typename T::rows{});
}

/// The first row, and how many there are.
template <std::size_t First, std::size_t... I, class... Others>
constexpr std::size_t first_of(Rows<Group<First, I...>, Others...>) {
  return First;
}
template <class... Group>
constexpr std::size_t count_of(Rows<Group...>) {
  return (std::size_t{0} + ... + Group::size());
}

/// Calls f(group) for each.
template <class F, class... Group>
HWY_INLINE void for_each_group(Rows<Group...>, const F& f) {
  (f(Group{}), ...);
}

/// An image, height x width x channels. `zeros`: as many as there are in a row of a square of it, which are
/// what rows outside of the image have.
struct TransformedImage {
  const float* pixels;
  std::size_t height, width, channels;
  const float* zeros;
};

/// A vector of channels of a square of an image: where its rows lie, and which columns are inside.
template <std::size_t Side>
struct ImageSquare {
  const float* rows[Side];
  std::size_t begin, end;
  std::size_t channels;

  HWY_INLINE ImageSquare(const TransformedImage& image, std::ptrdiff_t top, std::ptrdiff_t left)
      : channels(image.channels) {
    const auto height = static_cast<std::ptrdiff_t>(image.height);
    const auto width = static_cast<std::ptrdiff_t>(image.width);
    constexpr auto side = static_cast<std::ptrdiff_t>(Side);
    for (std::ptrdiff_t i = 0; i < side; ++i) {
      const std::ptrdiff_t first = ((top + i) * width + left) * static_cast<std::ptrdiff_t>(channels);
      rows[i] = top + i >= 0 && top + i < height ? image.pixels + first : image.zeros;
    }
    begin = static_cast<std::size_t>(left < 0 ? -left : 0);
    end = static_cast<std::size_t>(left + side <= width ? side : left < width ? width - left : 0);
  }
  HWY_INLINE void next_channels() {
    for (const float*& row : rows) row += target.lanes;
  }
};
/// A column of it.
template <std::size_t Side>
struct ImageColumn {
  const ImageSquare<Side>& square;
  std::size_t at;
  bool is_inside;
};
/// `late`: clang would count all addresses of a square first, and keep them on the stack.
template <std::size_t Side>
HWY_INLINE ImageColumn<Side> column_of(const ImageSquare<Side>& square, std::size_t j) {
  return {square, late(j * square.channels), square.begin <= j && j < square.end};
}
template <class T, std::size_t I, std::size_t Side, std::size_t... Row>
HWY_INLINE FloatVector made_of(FloatTag d, const ImageColumn<Side>& column, std::index_sequence<Row...>) {
  if (!column.is_inside) return hn::Zero(d);
  return T::template make<I>(d, hn::LoadU(d, column.square.rows[Row] + column.at)...);
}

/// Rows of what T makes of a square of an image whose first pixel is (top, left), zero where it is outside:
/// number n of them, of a channel, goes to to[n pitch + channel]. Sizes are not constants, so that all layers
/// share the code.
template <class T, class Made>
HWY_NOINLINE void transform_pixels(Made rows, const TransformedImage& image, std::ptrdiff_t top,
                                   std::ptrdiff_t left, std::size_t pitch, float* HWY_RESTRICT to) {
  const FloatTag d;
  ImageSquare<T::reads> square(image, top, left);
  for (std::size_t c = 0; c < image.channels; c += target.lanes, square.next_channels())
    transform_rows<T>(
        d, square,
        [=](std::size_t i, std::size_t j, FloatVector v) HWY_ATTR __attribute__((always_inline)) {
          hn::StoreU(v, d, to + ((i - first_of(Made{})) * T::makes + j) * pitch + c);
        },
        rows);
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
