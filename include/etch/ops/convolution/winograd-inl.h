// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_WINOGRAD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_WINOGRAD_INL_H_
#undef ETCH_OPS_CONVOLUTION_WINOGRAD_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_WINOGRAD_INL_H_
#endif

#include <etch/ops/convolution/tiles-inl.h>
#include <etch/ops/convolution/winograd.hpp>

// In lanes: channels (transform of the input), filters (products, transform of the output), both whole
// vectors. A group of tiles at a time: its input transformed to (product, tile, channel), the products by
// `Tiles`, the results (product, tile, filter) transformed to the output. Each transform works on columns,
// then on rows, with what lies between in a small buffer.

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// B^T d: put(n, number n) of what get(0), get(1), ... become.
template <std::size_t M, class Get, class Put>
HWY_INLINE void winograd_input(FloatTag d, const Get& get, const Put& put) {
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
/// A^T m.
template <std::size_t M, class Get, class Put>
HWY_INLINE void winograd_output(FloatTag d, const Get& get, const Put& put) {
  if constexpr (M == 2) {
    const FloatVector m0 = get(0), m1 = get(1), m2 = get(2), m3 = get(3);
    put(0, hn::Add(m0, hn::Add(m1, m2)));
    put(1, hn::Sub(hn::Sub(m1, m2), m3));
  } else {
    const FloatVector m0 = get(0), m1 = get(1), m2 = get(2), m3 = get(3), m4 = get(4), m5 = get(5);
    const FloatVector s1 = hn::Add(m1, m2), d1 = hn::Sub(m1, m2), s2 = hn::Add(m3, m4), d2 = hn::Sub(m3, m4);
    put(0, hn::Add(m0, hn::Add(s1, s2)));
    put(1, hn::MulAdd(hn::Set(d, 2.0f), d2, d1));
    put(2, hn::MulAdd(hn::Set(d, 4.0f), s2, s1));
    put(3, hn::Add(hn::MulAdd(hn::Set(d, 8.0f), d2, d1), m5));
  }
}

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
          transform_input(o.input + image * G.input_size(), first + t, transformed + t * plan.channels);
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

 private:
  static void transform_input(const float* HWY_RESTRICT x, std::size_t tile, float* HWY_RESTRICT to) {
    const FloatTag d;
    HWY_ALIGN float between[side * side * lanes];
    // The tile's first input, which may be outside.
    const auto top = static_cast<std::ptrdiff_t>(tile / plan.columns * outputs) -
                     static_cast<std::ptrdiff_t>(G.height.before);
    const auto left = static_cast<std::ptrdiff_t>(tile % plan.columns * outputs) -
                      static_cast<std::ptrdiff_t>(G.width.before);
    constexpr auto height = static_cast<std::ptrdiff_t>(G.height.in);
    constexpr auto width = static_cast<std::ptrdiff_t>(G.width.in);
    const bool inside = top >= 0 && left >= 0 && top + static_cast<std::ptrdiff_t>(side) <= height &&
                        left + static_cast<std::ptrdiff_t>(side) <= width;
    const float* corner = x + (top * width + left) * static_cast<std::ptrdiff_t>(G.channels);
    for (std::size_t c = 0; c < G.channels; c += lanes) {
      for (std::size_t j = 0; j < side; ++j)
        winograd_input<outputs>(
            d,
            [&](std::size_t i) HWY_ATTR __attribute__((always_inline)) {
              if (!inside) {
                const std::ptrdiff_t row = top + static_cast<std::ptrdiff_t>(i);
                const std::ptrdiff_t column = left + static_cast<std::ptrdiff_t>(j);
                if (row < 0 || row >= height || column < 0 || column >= width) return hn::Zero(d);
              }
              return hn::LoadU(d, corner + (i * G.width.in + j) * G.channels + c);
            },
            [&](std::size_t i, FloatVector v) HWY_ATTR
            __attribute__((always_inline)) { hn::Store(v, d, between + (i * side + j) * lanes); });
      for (std::size_t i = 0; i < side; ++i)
        winograd_input<outputs>(
            d,
            [&](std::size_t j) HWY_ATTR
            __attribute__((always_inline)) { return hn::Load(d, between + (i * side + j) * lanes); },
            [&](std::size_t j, FloatVector v) HWY_ATTR __attribute__((always_inline)) {
              hn::StoreU(v, d, to + (i * side + j) * plan.input_pitch() + c);
            });
    }
  }

  static void transform_output(Share share, const float* HWY_RESTRICT from, std::size_t tile,
                               const float* HWY_RESTRICT bias, const float* HWY_RESTRICT other,
                               float* HWY_RESTRICT y) {
    const FloatTag d;
    HWY_ALIGN float between[outputs * side * lanes];
    const std::size_t top = tile / plan.columns * outputs;
    const std::size_t left = tile % plan.columns * outputs;
    using Product = Tiles<packing::plan>;
    constexpr std::size_t block = packing::plan.vectors * lanes;
    const std::size_t end = share.end(Product::blocks) * block;
    for (std::size_t k = share.begin(Product::blocks) * block; k < end && k < G.filters; k += lanes) {
      for (std::size_t j = 0; j < side; ++j)
        winograd_output<outputs>(
            d,
            [&](std::size_t i) HWY_ATTR __attribute__((always_inline)) {
              return hn::LoadU(d, from + (i * side + j) * plan.output_pitch() + k);
            },
            [&](std::size_t i, FloatVector v) HWY_ATTR
            __attribute__((always_inline)) { hn::Store(v, d, between + (i * side + j) * lanes); });
      FloatVector biases = hn::Zero(d);
      if constexpr (G.bias) biases = hn::LoadU(d, bias + k);
      for (std::size_t i = 0; i < outputs; ++i) {
        if (top + i >= G.height.out()) break;
        winograd_output<outputs>(
            d,
            [&](std::size_t j) HWY_ATTR
            __attribute__((always_inline)) { return hn::Load(d, between + (i * side + j) * lanes); },
            [&](std::size_t j, FloatVector v) HWY_ATTR __attribute__((always_inline)) {
              if (left + j >= G.width.out()) return;
              const std::size_t place = ((top + i) * G.width.out() + left + j) * G.result_pitch() + k;
              finish_vector<G.epilogue, false>(d, hn::Add(v, biases), y, other, place, lanes);
            });
      }
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
