// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_OUTER_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_OUTER_INL_H_
#undef ETCH_OPS_OUTER_INL_H_
#else
#define ETCH_OPS_OUTER_INL_H_
#endif

#include <etch/ops/tile-inl.h>

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// to(i, k) += sum over n < `count` of a(n, i) b(n, k), for i < Rows and k < Columns: what the gradient by a
/// matrix is. In lanes: k; in the rows of a tile: i.
template <std::size_t Rows, std::size_t Columns>
void add_outer_products(const float* HWY_RESTRICT a, const float* HWY_RESTRICT b, std::size_t count,
                        float* HWY_RESTRICT to) {
  const FloatTag d;
  constexpr ProductStrides strides{1, Rows, Columns};
  for_each_block<Columns, 4>(d, [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
    const auto tile = [&](std::size_t first, auto rows) HWY_ATTR {
      with_vectors<rows * vectors>(
          [d](auto) HWY_ATTR { return hn::Zero(d); },
          [&](auto&... sums) HWY_ATTR __attribute__((always_inline)) {
            add_products<rows, vectors, ragged, strides>(d, a + first, b + k, count, left, sums...);
            add_tile<vectors, ragged>(d, to + first * Columns + k, Columns, left, sums...);
          });
    };
    // Rows are added to, so none may be done twice: whole tiles, then one of the rest.
    constexpr std::size_t rows = balanced_rows(Rows, largest_rows(vectors) < 12 ? largest_rows(vectors) : 12);
    std::size_t i = 0;
    for (; i + rows <= Rows; i += rows) tile(i, std::integral_constant<std::size_t, rows>{});
    if constexpr (Rows % rows != 0) tile(i, std::integral_constant<std::size_t, Rows % rows>{});
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
