// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_DENSE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_DENSE_INL_H_
#undef ETCH_OPS_DENSE_INL_H_
#else
#define ETCH_OPS_DENSE_INL_H_
#endif

#include <etch/ops/kernels-inl.h>
#include <etch/ops/tile-inl.h>
#include <etch/ops/dense/reference.hpp>

// Dense layers over a batch. In lanes: outputs; in the rows of a tile: images (forward), inputs (weight
// gradient). The gradient by the input has outputs in lanes too, and sums them at the end: the weights are
// read in the order in which they lie.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <DenseGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "matrix-vector";

  static void forward(const Operands<float>& o) {
    const FloatTag d;
    constexpr ProductStrides strides{G.inputs, 1, G.outputs};
    for_each_block<G.outputs, 4>(d, [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
      constexpr std::size_t most = largest_rows(vectors) < 6 ? largest_rows(vectors) : 6;
      for_each_tile<most>(0, o.images, [&](std::size_t image, auto rows) HWY_ATTR {
        with_vectors<rows * vectors>(
            [&](auto n) HWY_ATTR {
              if constexpr (G.bias)
                return load_of_row<vectors, ragged>(d, o.parameters + G.weight_count() + k, n % vectors,
                                                    left);
              else
                return hn::Zero(d);
            },
            [&](auto&... sums) HWY_ATTR __attribute__((always_inline)) {
              add_products<rows, vectors, ragged, strides>(d, o.input + image * G.inputs, o.parameters + k,
                                                           G.inputs, left, sums...);
              const std::size_t at = image * G.outputs + k;
              finish_tile<G.epilogue, vectors, ragged>(
                  d, o.result + at, G.epilogue.adds_other ? o.other + at : nullptr, G.outputs, left, sums...);
            });
      });
    });
  }

  static void input_gradient(const Operands<float>& o) {
    const FloatTag d;
    for_each_tile<4>(0, o.images, [&](std::size_t image, auto rows) HWY_ATTR {
      const float* HWY_RESTRICT dy = o.output_gradient + image * G.outputs;
      const float* HWY_RESTRICT w = o.parameters;
      for (std::size_t i = 0; i < G.inputs; ++i, w += G.outputs)
        with_vectors<rows>([d](auto) HWY_ATTR { return hn::Zero(d); },
                           [&](auto&... sums) HWY_ATTR __attribute__((always_inline)) {
                             for_each_vector(G.outputs, [&](std::size_t k, auto load, auto) HWY_ATTR {
                               const FloatVector weights = load(w + k);
                               std::size_t row = 0;
                               ((sums = hn::MulAdd(weights, load(dy + row++ * G.outputs + k), sums)), ...);
                             });
                             float* dx = o.result + image * G.inputs + i;
                             std::size_t row = 0;
                             ((dx[row++ * G.inputs] = hn::GetLane(hn::SumOfLanes(d, sums))), ...);
                           });
    });
  }

  static void parameter_gradient(const Operands<float>& o) {
    const FloatTag d;
    constexpr ProductStrides strides{1, G.inputs, G.outputs};
    for_each_block<G.outputs, 2>(d, [&](std::size_t k, auto vectors, auto ragged, std::size_t left) HWY_ATTR {
      // Rows are added to, so none may be done twice: whole tiles, then single rows.
      constexpr std::size_t rows = G.inputs < 8 ? 1 : 8;
      std::size_t i = 0;
      const auto tile = [&](std::size_t first, auto count) HWY_ATTR {
        with_vectors<count * vectors>(
            [d](auto) HWY_ATTR { return hn::Zero(d); },
            [&](auto&... sums) HWY_ATTR __attribute__((always_inline)) {
              add_products<count, vectors, ragged, strides>(d, o.input + first, o.output_gradient + k,
                                                            o.images, left, sums...);
              add_tile<vectors, ragged>(d, o.result + first * G.outputs + k, G.outputs, left, sums...);
            });
      };
      for (; i + rows <= G.inputs; i += rows) tile(i, std::integral_constant<std::size_t, rows>{});
      for (; i < G.inputs; ++i) tile(i, std::integral_constant<std::size_t, 1>{});
    });
    if constexpr (G.bias) add_rows<G.outputs>(o.output_gradient, o.images, o.result + G.weight_count());
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
