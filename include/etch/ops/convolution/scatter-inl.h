// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_SCATTER_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_SCATTER_INL_H_
#undef ETCH_OPS_CONVOLUTION_SCATTER_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_SCATTER_INL_H_
#endif

#include <etch/ops/convolution/tiles-inl.h>
#include <etch/ops/copy-inl.h>
#include <etch/ops/convolution/scatter.hpp>

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// The gradient by the input, with weights that `packing` made.
template <ConvolutionGeometry G>
struct Scatter {
  using packing = ScatterPacking<G, target>;
  static constexpr ScatterPlan plan = packing::scatter;

  static void run(const Operands<float>& o) {
    const FloatTag d;
    for (std::size_t image = 0; image < o.images; ++image) {
      float* sums = o.scratch;
      for_each_vector(plan.sums(),
                      [=](std::size_t n, auto, auto store) HWY_ATTR { store(hn::Zero(d), sums + n); });
      for (std::size_t r = 0; r < G.height.kernel; ++r)
        Tiles<packing::plan>::run(1, Share{}, o.output_gradient + image * G.output_size(),
                                  o.parameters + r * packing::row_weights, nullptr, nullptr,
                                  sums + r * G.height.dilation * plan.row);
      const float* from = sums + G.height.before * plan.row + G.width.before * G.channels;
      float* to = o.result + image * G.input_size();
      for (std::size_t i = 0; i < G.height.in; ++i)
        copy<G.width.in * G.channels>(from + i * plan.row, to + i * G.width.in * G.channels);
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
