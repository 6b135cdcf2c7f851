// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_RESHAPE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_RESHAPE_INL_H_
#undef ETCH_OPS_RESHAPE_INL_H_
#else
#define ETCH_OPS_RESHAPE_INL_H_
#endif

#include <etch/ops/copy-inl.h>
#include <etch/ops/kernels-inl.h>
#include <etch/ops/reshape/reference.hpp>

#include <string_view>

// Numbers that move: in runs as long as neighbours stay neighbours.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <CopyGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "copy";

  static void forward(const Operands<float>& o) { copy(o.input, o.images * G.count, o.result); }
  static void input_gradient(const Operands<float>& o) {
    copy(o.output_gradient, o.images * G.count, o.result);
  }
};

template <ConcatGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "copy";

  static void forward(const Operands<float>& o) {
    for (std::size_t p = 0; p < o.images * G.pixels; ++p)
      copy<G.channels>(o.input + p * G.channels, o.result + p * G.total + G.offset);
  }
  static void input_gradient(const Operands<float>& o) {
    for (std::size_t p = 0; p < o.images * G.pixels; ++p)
      copy<G.channels>(o.output_gradient + p * G.total + G.offset, o.result + p * G.channels);
  }
};

/// A permutation as a walk over the output: axes that stay neighbours are one. If the last is a column of the
/// input, it is walked with the one before it in blocks that stay in the cache.
template <PermuteGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "copy";

  static void forward(const Operands<float>& o) {
    for (std::size_t image = 0; image < o.images; ++image) {
      const float* x = o.input + image * G.input_size();
      float* y = o.result + image * G.input_size();
      walk<0>(0, 0, [x, y](std::size_t in, std::size_t out) HWY_ATTR {
        if constexpr (last_stride == 1)
          copy<last_extent>(x + in, y + out);
        else
          y[out] = x[in];
      });
    }
  }
  static void input_gradient(const Operands<float>& o) {
    for (std::size_t image = 0; image < o.images; ++image) {
      const float* dy = o.output_gradient + image * G.input_size();
      float* dx = o.result + image * G.input_size();
      walk<0>(0, 0, [dy, dx](std::size_t in, std::size_t out) HWY_ATTR {
        if constexpr (last_stride == 1)
          copy<last_extent>(dy + out, dx + in);
        else
          dx[in] = dy[out];
      });
    }
  }

 private:
  /// The axes of the output, and how far neighbours on them lie apart in the input and in the output.
  struct Axes {
    std::size_t rank = 0;
    std::size_t extents[PermuteGeometry::max_rank]{};
    std::size_t strides[PermuteGeometry::max_rank]{};
    std::size_t steps[PermuteGeometry::max_rank]{};
  };
  static constexpr Axes axes = [] {
    Axes all;
    for (std::size_t n = 0; n < G.rank; ++n) {
      const std::size_t extent = G.extents[G.order[n]];
      const std::size_t stride = G.stride(G.order[n]);
      if (extent == 1) continue;
      if (all.rank != 0 && all.strides[all.rank - 1] == extent * stride) {
        all.extents[all.rank - 1] *= extent;
        all.strides[all.rank - 1] = stride;
      } else {
        all.extents[all.rank] = extent;
        all.strides[all.rank++] = stride;
      }
    }
    if (all.rank == 0) {
      all.extents[0] = all.strides[0] = 1;
      all.rank = 1;
    }
    std::size_t step = 1;
    for (std::size_t n = all.rank; n-- > 0; step *= all.extents[n]) all.steps[n] = step;
    return all;
  }();
  static constexpr std::size_t last_extent = axes.extents[axes.rank - 1];
  static constexpr std::size_t last_stride = axes.strides[axes.rank - 1];
  static constexpr std::size_t block = 16;

  template <std::size_t Axis, class F>
  static HWY_INLINE void walk(std::size_t in, std::size_t out, const F& f) {
    constexpr std::size_t extent = axes.extents[Axis];
    constexpr std::size_t stride = axes.strides[Axis];
    constexpr std::size_t step = axes.steps[Axis];
    if constexpr (Axis + 1 == axes.rank) {
      if constexpr (stride == 1)
        f(in, out);
      else
        for (std::size_t n = 0; n < extent; ++n) f(in + n * stride, out + n);
    } else if constexpr (Axis + 2 == axes.rank && stride == 1 && extent > block && last_extent > block) {
      for (std::size_t m = 0; m < extent; m += block)
        for (std::size_t n = 0; n < last_extent; n += block)
          for (std::size_t i = m; i < extent && i < m + block; ++i)
            for (std::size_t j = n; j < last_extent && j < n + block; ++j)
              f(in + i + j * last_stride, out + i * step + j);
    } else {
      for (std::size_t n = 0; n < extent; ++n) walk<Axis + 1>(in + n * stride, out + n * step, f);
    }
  }
};

/// Rows that stay whole are copied whole; at the sides pixel by pixel.
template <BorderGeometry G>
requires(G.mode == BorderMode::fill || !(G.channels.adds() || G.channels.drops())) struct Kernels<G> {
  static constexpr std::string_view kernel = "copy";

  static void forward(const Operands<float>& o) {
    for_each_row(o, [&](std::size_t out, BorderSource row, std::size_t image) HWY_ATTR {
      float* y = o.result + out;
      if (!row.inside) return fill(y, G.width.out() * channels_out);
      const float* x = o.input + image + row.position * G.width.in * channels_in;
      for (std::size_t j = 0; j < first; ++j) pixel(x, y, j);
      if constexpr (same_channels)
        copy(x + from * channels_in, (end - first) * channels_in, y + first * channels_out);
      else
        for (std::size_t j = first; j < end; ++j) pixel(x, y, j);
      for (std::size_t j = end; j < G.width.out(); ++j) pixel(x, y, j);
    });
  }

  static void input_gradient(const Operands<float>& o) {
    // What is read once or more needs no zeros first, unless these are added up.
    constexpr bool drops =
        G.depth.drops() || G.height.drops() || G.width.drops() || G.channels.drops() || sums;
    if constexpr (drops)
      for_each_vector(o.images * G.input_size(), [&](std::size_t n, auto, auto store)
                                                     HWY_ATTR { store(hn::Zero(FloatTag()), o.result + n); });
    for_each_row(o, [&](std::size_t out, BorderSource row, std::size_t image) HWY_ATTR {
      if (!row.inside) return;
      const float* dy = o.output_gradient + out;
      float* dx = o.result + image + row.position * G.width.in * channels_in;
      if constexpr (sums)
        for (std::size_t j = 0; j < first; ++j) pixel_gradient(dy, dx, j);
      if constexpr (same_channels)
        move((end - first) * channels_in, dy + first * channels_out, dx + from * channels_in);
      else
        for (std::size_t j = first; j < end; ++j) pixel_gradient(dy, dx, j);
      if constexpr (sums)
        for (std::size_t j = end; j < G.width.out(); ++j) pixel_gradient(dy, dx, j);
    });
  }

 private:
  static constexpr std::size_t channels_in = G.channels.in;
  static constexpr std::size_t channels_out = G.channels.out();
  static constexpr bool same_channels = !(G.channels.adds() || G.channels.drops());
  /// Whether an input may be read several times.
  static constexpr bool sums = G.mode != BorderMode::fill;
  /// Columns of the output that are columns of the input, from column `from` on; and channels.
  static constexpr std::size_t first = G.width.first_inside();
  static constexpr std::size_t end = G.width.end_inside();
  static constexpr std::size_t from = first - static_cast<std::size_t>(G.width.before);
  static constexpr std::size_t channel = G.channels.first_inside();
  static constexpr std::size_t channel_count = G.channels.end_inside() - channel;
  static constexpr std::size_t channel_from = channel - static_cast<std::size_t>(G.channels.before);

  /// Calls f(where a row of the output begins, its row of the input, where the image of the input begins).
  template <class F>
  static HWY_INLINE void for_each_row(const Operands<float>& o, const F& f) {
    std::size_t out = 0;
    for (std::size_t image = 0; image < o.images; ++image)
      for (std::size_t a = 0; a < G.depth.out(); ++a)
        for (std::size_t i = 0; i < G.height.out(); ++i, out += G.width.out() * channels_out) {
          const BorderSource plane = G.depth.source(a, G.mode);
          const BorderSource row = G.height.source(i, G.mode);
          f(out, BorderSource{plane.inside && row.inside, plane.position * G.height.in + row.position},
            image * G.input_size());
        }
  }
  static HWY_INLINE void fill(float* HWY_RESTRICT y, std::size_t count) {
    for_each_vector(count, [y](std::size_t n, auto, auto store)
                               HWY_ATTR { store(hn::Set(FloatTag(), G.fill.template as<float>()), y + n); });
  }
  static HWY_INLINE void pixel(const float* HWY_RESTRICT row, float* HWY_RESTRICT to, std::size_t j) {
    const BorderSource source = G.width.source(j, G.mode);
    float* y = to + j * channels_out;
    if (!source.inside) return fill(y, channels_out);
    if constexpr (channel != 0) fill(y, channel);
    copy<channel_count>(row + source.position * channels_in + channel_from, y + channel);
    if constexpr (channel + channel_count != channels_out)
      fill(y + channel + channel_count, channels_out - channel - channel_count);
  }
  static HWY_INLINE void pixel_gradient(const float* HWY_RESTRICT row, float* HWY_RESTRICT to,
                                        std::size_t j) {
    const std::size_t at = G.width.source(j, G.mode).position;
    move(channel_count, row + j * channels_out + channel, to + at * channels_in + channel_from);
  }
  /// To, or added to, `dx`.
  static HWY_INLINE void move(std::size_t count, const float* HWY_RESTRICT dy, float* HWY_RESTRICT dx) {
    if constexpr (sums)
      for_each_vector(count, [dy, dx](std::size_t n, auto load, auto store)
                                 HWY_ATTR { store(hn::Add(load(dx + n), load(dy + n)), dx + n); });
    else
      copy(dy, count, dx);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
