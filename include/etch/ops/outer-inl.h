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
  // In 16 registers tiles of three vectors have more sums than those of four.
  constexpr std::size_t vectors_at_once = vectors_for<Columns, (target.registers >= 32 ? 4 : 3)>;
  constexpr std::size_t most = largest_rows(vectors_at_once);
  constexpr std::size_t rows_at_once = balanced_rows(Rows, most < 12 ? most : 12);
  // Whole rows, one after another, as they lie: what is added to is read and written once.
  const auto add_row_of_tiles = [&](std::size_t i, auto rows) HWY_ATTR {
    for_each_block<Columns, vectors_at_once>(
        d, [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
          with_vectors<rows * vectors>(
              [d](auto) HWY_ATTR { return hn::Zero(d); },
              [&](auto&... sums) HWY_ATTR __attribute__((always_inline)) {
                add_products<rows, vectors, ragged, strides>(d, a + i, b + k, count, left, sums...);
                add_tile<vectors, ragged>(d, to + i * Columns + k, Columns, left, sums...);
              });
        });
  };
  // Rows are added to, so none may be done twice: whole tiles, then one of the rest.
  std::size_t i = 0;
  for (; i + rows_at_once <= Rows; i += rows_at_once)
    add_row_of_tiles(i, std::integral_constant<std::size_t, rows_at_once>{});
  if constexpr (Rows % rows_at_once != 0)
    add_row_of_tiles(i, std::integral_constant<std::size_t, Rows % rows_at_once>{});
}

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
