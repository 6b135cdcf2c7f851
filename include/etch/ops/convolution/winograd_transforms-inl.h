// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_
#undef ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_WINOGRAD_TRANSFORMS_INL_H_
#endif

#include <etch/ops/convolution/winograd_matrices-inl.h>
#include <etch/ops/tile-inl.h>
#include <etch/ops/vector-inl.h>
#include <etch/ops/convolution/packing.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

// The matrices of Winograd's algorithm along both axes of a square of numbers: transform_square. In lanes:
// channels, or filters. Rows that share sums are made together, of each column what they need, so that few
// numbers wait in registers.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

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
struct PaddedImage {
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

  HWY_INLINE ImageSquare(const PaddedImage& image, std::ptrdiff_t top, std::ptrdiff_t left)
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
HWY_NOINLINE void transform_pixels(Made rows, const PaddedImage& image, std::ptrdiff_t top,
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
