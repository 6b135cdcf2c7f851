// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_RESAMPLE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_RESAMPLE_INL_H_
#undef ETCH_OPS_RESAMPLE_INL_H_
#else
#define ETCH_OPS_RESAMPLE_INL_H_
#endif

#include <etch/ops/copy-inl.h>
#include <etch/ops/kernels-inl.h>
#include <etch/ops/resample/reference.hpp>

#include <array>
#include <string_view>

// In lanes: channels of one pixel. Pixels that coincide with old ones are copies; a weight of 0 is left out,
// as 0 times infinity is not a number.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <ResampleGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "resampling";

  static void forward(const Operands<float>& o) {
    for_each_pixel(o, [&](std::size_t image, std::size_t y, Lines rows, Lines columns) HWY_ATTR {
      const float* upper = o.input + image + rows.lower * G.width.in * channels;
      const float* lower = o.input + image + rows.upper * G.width.in * channels;
      const std::size_t left = columns.lower * channels;
      const std::size_t right = columns.upper * channels;
      float* to = o.result + y;
      if (!rows.mixes() && !columns.mixes()) return copy<channels>(upper + left, to);
      const float weights[]{rows.first * columns.first, rows.first * columns.second,
                            rows.second * columns.first, rows.second * columns.second};
      if constexpr (is_few) {
        for (std::size_t c = 0; c < channels; ++c) {
          float v = weights[0] * upper[left + c];
          if (columns.mixes()) v += weights[1] * upper[right + c];
          if (rows.mixes()) v += weights[2] * lower[left + c];
          if (rows.mixes() && columns.mixes()) v += weights[3] * lower[right + c];
          to[c] = v;
        }
        return;
      }
      const FloatTag d;
      for_each_vector(channels, [&](std::size_t c, auto load, auto store) HWY_ATTR {
        FloatVector v = hn::Mul(hn::Set(d, weights[0]), load(upper + left + c));
        if (columns.mixes()) v = hn::MulAdd(hn::Set(d, weights[1]), load(upper + right + c), v);
        if (rows.mixes()) v = hn::MulAdd(hn::Set(d, weights[2]), load(lower + left + c), v);
        if (rows.mixes() && columns.mixes())
          v = hn::MulAdd(hn::Set(d, weights[3]), load(lower + right + c), v);
        store(v, to + c);
      });
    });
  }

  static void input_gradient(const Operands<float>& o) {
    for_each_vector(o.images * G.input_size(), [&](std::size_t n, auto, auto store)
                                                   HWY_ATTR { store(hn::Zero(FloatTag()), o.result + n); });
    for_each_pixel(o, [&](std::size_t image, std::size_t y, Lines rows, Lines columns) HWY_ATTR {
      float* upper = o.result + image + rows.lower * G.width.in * channels;
      float* lower = o.result + image + rows.upper * G.width.in * channels;
      const float* dy = o.output_gradient + y;
      const std::size_t left = columns.lower * channels;
      const std::size_t right = columns.upper * channels;
      give(dy, rows.first * columns.first, upper + left);
      if (columns.mixes()) give(dy, rows.first * columns.second, upper + right);
      if (rows.mixes()) give(dy, rows.second * columns.first, lower + left);
      if (rows.mixes() && columns.mixes()) give(dy, rows.second * columns.second, lower + right);
    });
  }

 private:
  static constexpr std::size_t channels = G.channels;

  /// Two old rows or columns, and how much of each.
  struct Lines {
    std::size_t lower = 0;
    std::size_t upper = 0;
    float first = 1;
    float second = 0;

    constexpr bool mixes() const { return G.bilinear && second != 0; }
  };
  static constexpr Lines lines(const ResampleGeometry::Axis& axis, std::size_t n) {
    const ResampleGeometry::Mix mix = axis.mix(n, G.bilinear, G.align_corners);
    const float second = G.bilinear ? mix.second.as<float>() : 0.0f;
    return {mix.lower, mix.upper, 1 - second, second};
  }

  /// Of the columns, which every row needs.
  static constexpr auto columns_of_row = [] {
    std::array<Lines, G.width.out> all{};
    for (std::size_t j = 0; j < G.width.out; ++j) all[j] = lines(G.width, j);
    return all;
  }();
  /// Few channels are faster one by one than with masks.
  static constexpr bool is_few = channels < 8;

  /// Calls f(where the image of the input begins, where the pixel of the output does, rows, columns).
  template <class F>
  static HWY_INLINE void for_each_pixel(const Operands<float>& o, const F& f) {
    std::size_t y = 0;
    for (std::size_t image = 0; image < o.images; ++image)
      for (std::size_t i = 0; i < G.height.out; ++i) {
        const Lines rows = lines(G.height, i);
        for (std::size_t j = 0; j < G.width.out; ++j, y += channels)
          f(image * G.input_size(), y, rows, columns_of_row[j]);
      }
  }
  static HWY_INLINE void give(const float* HWY_RESTRICT dy, float weight, float* HWY_RESTRICT dx) {
    if constexpr (is_few) {
      for (std::size_t c = 0; c < channels; ++c) dx[c] += weight * dy[c];
      return;
    }
    for_each_vector(channels, [dy, weight, dx](std::size_t c, auto load, auto store) HWY_ATTR {
      store(hn::MulAdd(hn::Set(FloatTag(), weight), load(dy + c), load(dx + c)), dx + c);
    });
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
