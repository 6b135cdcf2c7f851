// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_CONVOLUTION_DEPTHWISE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_CONVOLUTION_DEPTHWISE_INL_H_
#undef ETCH_OPS_CONVOLUTION_DEPTHWISE_INL_H_
#else
#define ETCH_OPS_CONVOLUTION_DEPTHWISE_INL_H_
#endif

#include <etch/ops/convolution/depthwise_gradient-inl.h>
#include <etch/ops/tile-inl.h>
#include <etch/ops/convolution/reference.hpp>

// Depthwise convolution. In lanes: channels. In registers: the sums of up to eight neighbouring columns, and
// the weight of one tap, loaded once for all of them.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <ConvolutionGeometry G>
struct Depthwise {
  static constexpr std::string_view kernel = "depthwise";
  static constexpr WindowAxis height = G.height;
  static constexpr WindowAxis width = G.width;
  static constexpr std::size_t channels = G.channels;

  static void forward(const Operands<float>& o) {
    constexpr std::size_t first = width.first_inside(0);
    constexpr std::size_t end =
        width.end_inside(width.kernel - 1) > first ? width.end_inside(width.kernel - 1) : first;
    constexpr std::size_t rows = balanced_rows(end - first, 8);
    const FloatTag d;
    for (std::size_t image = 0; image < o.images; ++image)
      for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        const float* x = o.input + image * G.input_size() + c;
        float* y = o.result + image * G.output_size() + c;
        const float* other = G.epilogue.adds_other ? o.other + image * G.output_size() + c : nullptr;
        const FloatVector bias = [&]() HWY_ATTR {
          if constexpr (G.bias)
            return load(o.parameters + G.weight_count() + c);
          else
            return hn::Zero(d);
        }();
        for (std::size_t i = 0; i < height.out(); ++i) {
          const auto columns = [&](std::size_t j, auto count) HWY_ATTR {
            with_vectors<count>(
                [&](auto) HWY_ATTR { return bias; },
                [&](auto&... sums) HWY_ATTR {
                  for (std::size_t r = 0; r < height.kernel; ++r) {
                    if (!height.inside(i, r)) continue;
                    for (std::size_t s = 0; s < width.kernel; ++s) {
                      if (count == 1 && !width.inside(j, s)) continue;
                      const FloatVector w = load(o.parameters + (r * width.kernel + s) * channels + c);
                      const float* at =
                          x + (height.position(i, r) * width.in + width.position(j, s)) * channels;
                      std::size_t n = 0;
                      ((sums = hn::MulAdd(load(at + n++ * width.stride * channels), w, sums)), ...);
                    }
                  }
                  const std::size_t at = (i * width.out() + j) * channels;
                  std::size_t n = 0;
                  const auto finish = [&](FloatVector sum) HWY_ATTR {
                    const std::size_t place = at + n++ * channels;
                    store(finished<G.epilogue>(d, sum, other + (other ? place : 0), load), y + place);
                  };
                  (finish(sums), ...);
                });
          };
          constexpr std::integral_constant<std::size_t, 1> one;
          for (std::size_t j = 0; j < first; ++j) columns(j, one);
          for_each_tile<rows>(first, end, columns);
          for (std::size_t j = end; j < width.out(); ++j) columns(j, one);
        }
      });
  }

  static void input_gradient(const Operands<float>& o) {
    for (std::size_t image = 0; image < o.images; ++image) {
      float* dx = o.result + image * G.input_size();
      for (std::size_t n = 0; n < G.input_size(); ++n) dx[n] = 0;
      for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        const float* dy = o.output_gradient + image * G.output_size() + c;
        for_each_tap([&](std::size_t output, std::size_t input, std::size_t tap) HWY_ATTR {
          float* at = dx + input * channels + c;
          store(hn::MulAdd(load(dy + output * channels), load(o.parameters + tap * channels + c), load(at)),
                at);
        });
      });
    }
  }

  static void parameter_gradient(const Operands<float>& o) { DepthwiseGradient<G>::run(o); }

 private:
  /// Calls f(output pixel, input pixel, tap) for all taps of all windows that are not padding.
  template <class F>
  static HWY_INLINE void for_each_tap(const F& f) {
    for (std::size_t i = 0; i < height.out(); ++i)
      for (std::size_t r = 0; r < height.kernel; ++r) {
        if (!height.inside(i, r)) continue;
        for (std::size_t s = 0; s < width.kernel; ++s)
          for (std::size_t j = windows_inside<width>[s].first; j < windows_inside<width>[s].end; ++j)
            f(i * width.out() + j, height.position(i, r) * width.in + width.position(j, s),
              r * width.kernel + s);
      }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
