// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_WINOGRAD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_WINOGRAD_INL_H_
#undef ETCH_OPS_CONVOLUTION_WINOGRAD_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_WINOGRAD_INL_H_
#endif

#include <etch/ops/convolution/tiles-inl.h>
#include <etch/ops/convolution/winograd_transforms-inl.h>
#include <etch/ops/outer-inl.h>
#include <etch/ops/convolution/winograd.hpp>

// In lanes: channels (transform of the input), filters (products, transform of the output), both whole
// vectors. A group of tiles at a time: its input transformed to (product, tile, channel), the products by
// `Tiles`, the results (product, tile, filter) transformed to the output. Each transform works on columns,
// then on rows, with what lies between in a small buffer.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <ConvolutionGeometry G>
struct Winograd {
  using packing = WinogradPacking<G, target>;
  static constexpr WinogradPlan plan = packing::winograd;
  static constexpr std::size_t outputs = plan.outputs;
  static constexpr std::size_t side = plan.side();
  static constexpr std::size_t lanes = target.lanes;

  /// Threads share the filters; each transforms all of the input.
  static void infer(const Operands<float>& o) {
    float* transformed = o.scratch;
    float* products = o.scratch + plan.products() * plan.input_pitch();
    for (std::size_t image = 0; image < o.images; ++image)
      for (std::size_t first = 0; first < plan.tiles(); first += plan.group) {
        // The last group begins earlier, so that all are as large.
        if (first + plan.group > plan.tiles()) first = plan.tiles() - plan.group;
        for (std::size_t t = 0; t < plan.group; ++t)
          transform_input(o.input + image * G.input_size(), first + t, plan.input_pitch(),
                          transformed + t * plan.channels);
        for (std::size_t n = 0; n < plan.products(); ++n)
          Tiles<packing::plan>::run(1, o.share, transformed + n * plan.input_pitch(),
                                    o.parameters + n * packing::product_weights, nullptr, nullptr,
                                    products + n * plan.output_pitch());
        for (std::size_t t = 0; t < plan.group; ++t)
          transform_output(o.share, products + t * plan.filters, first + t,
                           o.parameters + packing::needs.weights,
                           o.other + (G.epilogue.adds_other ? image * G.output_size() : 0),
                           o.result + image * G.result_size());
      }
  }

  /// Tiles of all images count, in groups. Sums of their products lie as (product, channel, filter) until
  /// the last group.
  static void weight_gradient(const Operands<float>& o) {
    constexpr WinogradGradientPlan sums = winograd_gradient_plan(G, outputs);
    float* gradients = o.scratch;
    float* x = gradients + plan.products() * sums.sum_pitch();
    float* dy = x + plan.products() * sums.input_pitch();
    for (std::size_t n = 0; n < plan.products() * sums.sum_pitch(); ++n) gradients[n] = 0;
    const std::size_t all = o.images * plan.tiles();
    for (std::size_t first = 0; first < all; first += sums.group) {
      const std::size_t count = all - first < sums.group ? all - first : sums.group;
      for (std::size_t t = 0; t < count; ++t) {
        const std::size_t image = (first + t) / plan.tiles(), tile = (first + t) % plan.tiles();
        transform_input(o.input + image * G.input_size(), tile, sums.input_pitch(), x + t * G.channels);
        transform_pixels<WinogradOutputGradient<outputs>>(
            o.output_gradient + image * G.output_size(), G.height.out(), G.width.out(), G.filters, row(tile),
            column(tile), sums.output_pitch(), dy + t * G.filters);
      }
      for (std::size_t n = 0; n < plan.products(); ++n)
        add_outer_products<G.channels, G.filters>(x + n * sums.input_pitch(), dy + n * sums.output_pitch(),
                                                  count, gradients + n * sums.sum_pitch());
    }
    add_winograd_gradient<outputs>(gradients, sums.sum_pitch(), packing::product_weights, o.result);
  }

 private:
  /// A tile's first output.
  static constexpr std::ptrdiff_t row(std::size_t tile) {
    return static_cast<std::ptrdiff_t>(tile / plan.columns * outputs);
  }
  static constexpr std::ptrdiff_t column(std::size_t tile) {
    return static_cast<std::ptrdiff_t>(tile % plan.columns * outputs);
  }
  static HWY_INLINE void transform_input(const float* HWY_RESTRICT x, std::size_t tile, std::size_t pitch,
                                         float* HWY_RESTRICT to) {
    transform_pixels<WinogradInput<outputs>>(
        x, G.height.in, G.width.in, G.channels, row(tile) - static_cast<std::ptrdiff_t>(G.height.before),
        column(tile) - static_cast<std::ptrdiff_t>(G.width.before), pitch, to);
  }
  static void transform_output(Share share, const float* HWY_RESTRICT from, std::size_t tile,
                               const float* HWY_RESTRICT bias, const float* HWY_RESTRICT other,
                               float* HWY_RESTRICT y) {
    const FloatTag d;
    const std::size_t top = tile / plan.columns * outputs;
    const std::size_t left = tile % plan.columns * outputs;
    using Product = Tiles<packing::plan>;
    constexpr std::size_t block = packing::plan.vectors * lanes;
    const std::size_t end = share.end(Product::blocks) * block;
    for (std::size_t k = share.begin(Product::blocks) * block; k < end && k < G.filters; k += lanes) {
      FloatVector biases = hn::Zero(d);
      if constexpr (G.bias) biases = hn::LoadU(d, bias + k);
      transform_square<WinogradOutput<outputs>>(
          d,
          [&](std::size_t i, std::size_t j) HWY_ATTR __attribute__((always_inline)) {
            return hn::LoadU(d, from + (i * side + j) * plan.output_pitch() + k);
          },
          [&](std::size_t i, std::size_t j, FloatVector v) HWY_ATTR __attribute__((always_inline)) {
            if (left + j >= G.width.out()) return;
            const std::size_t place = ((top + i) * G.width.out() + left + j) * G.result_pitch() + k;
            finish_vector<G.epilogue, false>(d, hn::Add(v, biases), y, other, place, lanes);
          },
          G.height.out() - top < outputs ? G.height.out() - top : outputs);
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
