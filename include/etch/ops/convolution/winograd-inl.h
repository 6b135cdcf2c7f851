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
// `Tiles`, the results (product, tile, filter) transformed to the output. Each product's result takes the
// place of the input of the one before: less memory, which a near cache then holds.

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
    const float* zeros = zeros_at(o.scratch + (plan.products() + 1) * plan.pitch(), G.channels);
    for (std::size_t image = 0; image < o.images; ++image)
      for (std::size_t first = 0; first < plan.tiles(); first += plan.group) {
        // The last group begins earlier, so that all are as large.
        if (first + plan.group > plan.tiles()) first = plan.tiles() - plan.group;
        const PaddedImage x = input_of(o, image, zeros);
        if constexpr (rows_by_turns)
          for_each_group(InputRows{},
                         [&](auto group) HWY_ATTR { multiply(o, x, first, Rows<decltype(group)>{}); });
        else
          multiply(o, x, first, InputRows{});
        for (std::size_t t = 0; t < plan.group; ++t)
          transform_output(o.share, o.scratch + t * plan.filters, first + t,
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
    const float* zeros = zeros_at(dy + plan.products() * sums.output_pitch(), sums.widest());
    for (std::size_t n = 0; n < plan.products() * sums.sum_pitch(); ++n) gradients[n] = 0;
    const std::size_t all = o.images * plan.tiles();
    for (std::size_t first = 0; first < all; first += sums.group) {
      const std::size_t count = all - first < sums.group ? all - first : sums.group;
      for (std::size_t t = 0; t < count; ++t) {
        const std::size_t image = (first + t) / plan.tiles(), tile = (first + t) % plan.tiles();
        transform_input(InputRows{}, input_of(o, image, zeros), tile, sums.input_pitch(), x + t * G.channels);
        using Gradient = WinogradOutputGradient<outputs>;
        const PaddedImage gradient{o.output_gradient + image * G.output_size(), G.height.out(), G.width.out(),
                                   G.filters, zeros};
        transform_pixels<Gradient>(typename Gradient::rows{}, gradient, row(tile), column(tile),
                                   sums.output_pitch(), dy + t * G.filters);
      }
      for (std::size_t n = 0; n < plan.products(); ++n)
        add_outer_products<G.channels, G.filters>(x + n * sums.input_pitch(), dy + n * sums.output_pitch(),
                                                  count, gradients + n * sums.sum_pitch());
    }
    add_winograd_gradient<outputs>(gradients, sums.sum_pitch(), packing::product_weights, o.result);
  }

 private:
  using Input = WinogradInput<outputs>;
  using InputRows = typename Input::rows;
  /// With few products of a row, the rows of all are transformed and multiplied by turns, from the same place
  /// in the first-level cache.
  static constexpr bool rows_by_turns = outputs == 2;

  /// The products of a group of tiles from `first` on, of rows of the transformed input.
  template <class Made>
  static HWY_INLINE void multiply(const Operands<float>& o, const PaddedImage& x, std::size_t first,
                                  Made rows) {
    constexpr std::size_t begin = first_of(Made{}) * side, count = count_of(Made{}) * side;
    float* transformed = o.scratch + (plan.products() + 1 - count) * plan.pitch();
    for (std::size_t t = 0; t < plan.group; ++t)
      transform_input(rows, x, first + t, plan.pitch(), transformed + t * plan.channels);
    for (std::size_t n = 0; n < count; ++n)
      Tiles<packing::plan>::run(1, o.share, transformed + n * plan.pitch(),
                                o.parameters + (begin + n) * packing::product_weights, nullptr, nullptr,
                                o.scratch + (begin + n) * plan.pitch());
  }
  /// A tile's first output.
  static constexpr std::ptrdiff_t row(std::size_t tile) {
    return static_cast<std::ptrdiff_t>(tile / plan.columns * outputs);
  }
  static constexpr std::ptrdiff_t column(std::size_t tile) {
    return static_cast<std::ptrdiff_t>(tile % plan.columns * outputs);
  }
  template <class Made>
  static HWY_INLINE void transform_input(Made rows, const PaddedImage& x, std::size_t tile, std::size_t pitch,
                                         float* HWY_RESTRICT to) {
    transform_pixels<Input>(rows, x, row(tile) - static_cast<std::ptrdiff_t>(G.height.before),
                            column(tile) - static_cast<std::ptrdiff_t>(G.width.before), pitch, to);
  }
  static PaddedImage input_of(const Operands<float>& o, std::size_t image, const float* zeros) {
    return {o.input + image * G.input_size(), G.height.in, G.width.in, G.channels, zeros};
  }
  /// What a row of a tile's pixels outside of the image reads.
  static const float* zeros_at(float* to, std::size_t channels) {
    for (std::size_t n = 0; n < side * channels; ++n) to[n] = 0;
    return to;
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
      const auto get = [&](std::size_t i, std::size_t j) HWY_ATTR __attribute__((always_inline)) {
        return hn::LoadU(d, from + (i * side + j) * plan.pitch() + k);
      };
      const auto finish = [&](std::size_t i, std::size_t j, FloatVector v) HWY_ATTR
          __attribute__((always_inline)) {
        if (G.height.out() % outputs != 0 && top + i >= G.height.out()) return;
        if (G.width.out() % outputs != 0 && left + j >= G.width.out()) return;
        const std::size_t place = ((top + i) * G.width.out() + left + j) * G.result_pitch() + k;
        finish_vector<G.epilogue, false>(d, hn::Add(v, biases), y, other, place, lanes);
      };
      if constexpr (is_long(G.epilogue.activation.function)) {
        HWY_ALIGN float made[outputs * outputs * lanes];
        const auto put = [&](std::size_t i, std::size_t j, FloatVector v) HWY_ATTR
            __attribute__((always_inline)) {
          hn::Store(v, d, made + (i * outputs + j) * lanes);
        };
        transform_square<WinogradOutput<outputs>>(d, get, put);
        for (std::size_t i = 0; i < outputs; ++i)
          for (std::size_t j = 0; j < outputs; ++j)
            finish(i, j, hn::Load(d, made + (i * outputs + j) * lanes));
      } else {
        transform_square<WinogradOutput<outputs>>(d, get, finish);
      }
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
