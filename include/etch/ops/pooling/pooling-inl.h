// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_POOLING_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_POOLING_INL_H_
#undef ETCH_OPS_POOLING_INL_H_
#else
#define ETCH_OPS_POOLING_INL_H_
#endif

#include <etch/ops/kernels-inl.h>
#include <etch/ops/vector-inl.h>
#include <etch/ops/pooling/reference.hpp>

#include <string_view>

// In lanes: channels, in vectors no longer than they fill. Forward writes whole vectors: what lands behind a
// pixel's channels is its neighbour's place, which is written next. Only at the end of the batch, where there
// is no neighbour, masks are needed. Windows without padding run with constant bounds; the others, and large
// ones (global pooling), with those of their spans.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

/// The axes of a pooling, depth first.
constexpr WindowAxis depth_axis(const PoolGeometry& g) { return g.depth; }
constexpr WindowAxis height_axis(const PoolGeometry& g) { return g.height; }
constexpr WindowAxis width_axis(const PoolGeometry& g) { return g.width; }
constexpr AdaptivePoolGeometry::Axis depth_axis(const AdaptivePoolGeometry&) { return {}; }
constexpr AdaptivePoolGeometry::Axis height_axis(const AdaptivePoolGeometry& g) { return g.windows.height; }
constexpr AdaptivePoolGeometry::Axis width_axis(const AdaptivePoolGeometry& g) { return g.windows.width; }

constexpr std::size_t windows_on(const WindowAxis& axis) { return axis.out(); }
constexpr std::size_t windows_on(const AdaptivePoolGeometry::Axis& axis) { return axis.out; }

/// Windows without padding, `kernel` positions each: first to end - 1.
struct WholeWindows {
  std::size_t first = 0;
  std::size_t end = 0;
  std::size_t kernel = 0;
};
constexpr WholeWindows whole_windows(const WindowAxis& axis) {
  const std::size_t first = axis.first_inside(0);
  const std::size_t end = axis.end_inside(axis.kernel - 1);
  return {first, end < first ? first : end, axis.kernel};
}
constexpr WholeWindows whole_windows(const AdaptivePoolGeometry::Axis&) { return {}; }

/// Whether no two windows share a position, and whether there is none that no window reads.
constexpr bool is_exclusive(const WindowAxis& axis) {
  return axis.out() == 1 || (axis.dilation == 1 && axis.stride >= axis.kernel);
}
constexpr bool is_exclusive(const AdaptivePoolGeometry::Axis& axis) { return axis.in % axis.out == 0; }
constexpr bool is_covered(const WindowAxis& axis) {
  return is_exclusive(axis) && axis.before == 0 && axis.dilation == 1 &&
         axis.out() * axis.kernel == axis.in && (axis.out() == 1 || axis.stride == axis.kernel);
}
constexpr bool is_covered(const AdaptivePoolGeometry::Axis& axis) { return is_exclusive(axis); }

template <auto G>
struct PoolingKernel {
  static constexpr std::string_view kernel = "pooling";

  static void forward(const Operands<float>& o) {
    float* y = o.result;
    const float* x = o.input;
    const Ends ends{x + o.images * G.input_size(), y + o.images * G.output_size()};
    for (std::size_t image = 0; image < o.images; ++image, x += G.input_size())
      for (std::size_t a = 0; a < windows_on(depth); ++a) {
        const WindowSpan planes = span_of(depth, a);
        for (std::size_t i = 0; i < windows_on(height); ++i, y += row_size) {
          const WindowSpan rows = span_of(height, i);
          const float* row = x + (planes.first * height.in + rows.first) * line;
          const std::size_t last_plane = planes.first + (planes.count - 1) * depth.dilation;
          const std::size_t last_row = rows.first + (rows.count - 1) * height.dilation;
          const float* last = x + (last_plane * height.in + last_row + 1) * line - channels;
          if (!ends.hold(last, y + row_size - channels))
            some_windows<0, 0, false>(row, y, a, i, planes, rows, 0, windows_on(width));
          else
            row_of_windows(row, y, a, i, planes, rows);
        }
      }
  }

  static void input_gradient(const Operands<float>& o) {
    if constexpr (!covered)
      for_each_vector(o.images * G.input_size(), [&](std::size_t n, auto, auto store)
                                                     HWY_ATTR { store(hn::Zero(FloatTag()), o.result + n); });
    const float* dy = o.output_gradient;
    for (std::size_t image = 0; image < o.images; ++image) {
      const float* x = o.input == nullptr ? nullptr : o.input + image * G.input_size();
      float* dx = o.result + image * G.input_size();
      for (std::size_t a = 0; a < windows_on(depth); ++a) {
        const WindowSpan planes = span_of(depth, a);
        for (std::size_t i = 0; i < windows_on(height); ++i) {
          const WindowSpan rows = span_of(height, i);
          const std::size_t row = (planes.first * height.in + rows.first) * line;
          for (std::size_t j = 0; j < windows_on(width); ++j, dy += channels) {
            const WindowSpan columns = span_of(width, j);
            const std::size_t at = row + columns.first * channels;
            const float* from = x == nullptr ? nullptr : x + at;
            if (whole_rows(i) && j >= wide.first && j < wide.end)
              one_gradient<unrolled_rows, unrolled_columns>(from, dx + at, dy, a, i, j, planes, rows,
                                                            columns);
            else
              one_gradient<0, 0>(from, dx + at, dy, a, i, j, planes, rows, columns);
          }
        }
      }
    }
  }

 private:
  static constexpr auto depth = depth_axis(G);
  static constexpr auto height = height_axis(G);
  static constexpr auto width = width_axis(G);
  static constexpr std::size_t channels = G.channels;
  static constexpr std::size_t line = width.in * channels;
  static constexpr std::size_t row_size = windows_on(width) * channels;
  static constexpr WholeWindows high = whole_windows(height);
  static constexpr WholeWindows wide = whole_windows(width);
  static constexpr bool is_max = G.pooling == Pooling::max;
  static constexpr bool exclusive = is_exclusive(depth) && is_exclusive(height) && is_exclusive(width);
  static constexpr bool covered = is_covered(depth) && is_covered(height) && is_covered(width);
  /// Small flat windows have constant bounds.
  static constexpr bool is_small = high.kernel * wide.kernel <= 25 && high.kernel * wide.kernel != 0 &&
                                   depth.in == 1 && windows_on(depth) == 1;
  static constexpr std::size_t unrolled_rows = is_small ? high.kernel : 0;
  static constexpr std::size_t unrolled_columns = is_small ? wide.kernel : 0;

  /// Positions that are summed before the sum is added to that of others.
  static constexpr std::size_t longest_part = 256;
  static constexpr bool may_exceed_cache =
      depth.in * height.in * width.in * channels > first_level_cache&& channels >= 64;

  using Tag = TagFor<channels>;
  using Vector = hn::Vec<Tag>;

  static constexpr bool whole_rows(std::size_t i) { return is_small && i >= high.first && i < high.end; }

  /// Where the batch ends.
  struct Ends {
    const float* x;
    const float* y;

    /// Whether a pixel's channels at `in` and at `out`, filled up to whole vectors, are inside.
    bool hold(const float* in, const float* out) const {
      const std::size_t lanes = hn::Lanes(Tag());
      const auto padded = static_cast<std::ptrdiff_t>((channels + lanes - 1) / lanes * lanes);
      return x - in >= padded && y - out >= padded;
    }
  };

  /// What the sum of window (a, i, j) is multiplied by.
  template <std::size_t Rows, std::size_t Columns>
  static HWY_INLINE float scale_of(std::size_t a, std::size_t i, std::size_t j, const WindowSpan& planes,
                                   const WindowSpan& rows, const WindowSpan& columns) {
    if constexpr (is_max)
      return 1;
    else if constexpr (Rows != 0)
      return 1.0f / (Rows * Columns);
    else if constexpr (requires { requires bool(G.count_padding); })
      return 1.0f / static_cast<float>(G.divisor(a, i, j));
    else
      return 1.0f / static_cast<float>(planes.count * rows.count * columns.count);
  }
  static HWY_INLINE Vector combined(Vector a, Vector b) {
    if constexpr (is_max)
      return hn::Max(b, a);
    else
      return hn::Add(a, b);
  }

  static HWY_INLINE void row_of_windows(const float* row, float* y, std::size_t a, std::size_t i,
                                        const WindowSpan& planes, const WindowSpan& rows) {
    if (!whole_rows(i)) return some_windows<0, 0, true>(row, y, a, i, planes, rows, 0, windows_on(width));
    some_windows<0, 0, true>(row, y, a, i, planes, rows, 0, wide.first);
    some_windows<unrolled_rows, unrolled_columns, true>(row, y, a, i, planes, rows, wide.first, wide.end);
    some_windows<0, 0, true>(row, y, a, i, planes, rows, wide.end, windows_on(width));
  }

  /// Windows `begin` to `end` - 1 of a row. `Rows`, `Columns`: of each window, if constant; else 0. `Roomy`:
  /// whole vectors may be read and written.
  template <std::size_t Rows, std::size_t Columns, bool Roomy>
  static HWY_INLINE void some_windows(const float* row, float* y, std::size_t a, std::size_t i,
                                      WindowSpan planes, WindowSpan rows, std::size_t begin,
                                      std::size_t end) {
    for (std::size_t j = begin; j < end; ++j) {
      const WindowSpan columns = span_of(width, j);
      const float scale = scale_of<Rows, Columns>(a, i, j, planes, rows, columns);
      one_window<Rows, Columns, Roomy>(row + columns.first * channels, y + j * channels, planes, rows,
                                       columns, scale);
    }
  }

  template <std::size_t Rows, std::size_t Columns, bool Roomy>
  static HWY_INLINE void one_window(const float* HWY_RESTRICT x, float* HWY_RESTRICT y, WindowSpan planes,
                                    WindowSpan rows, WindowSpan columns, float scale) {
    const Tag d;
    const std::size_t lanes = hn::Lanes(d);
    std::size_t c = 0;
    if constexpr (may_exceed_cache && !is_max && Rows == 0) {
      const std::size_t positions = planes.count * rows.count * columns.count;
      if (positions <= longest_part && positions * channels > first_level_cache)
        c = whole_positions(x, y, planes, rows, columns, scale);
    }
    if constexpr (Rows == 0)  // Several at a time: a sum of one vector would wait for each addition.
      for (; c + 4 * lanes <= channels; c += 4 * lanes)
        four_vectors(x + c, y + c, planes, rows, columns, scale);
    for (; c < channels; c += lanes) {
      const std::size_t left = channels - c;
      Vector v = first_value<Roomy>(x + c, left);
      Vector whole = hn::Zero(d);
      for_each_part<Rows, Columns>(planes, rows, columns, x + c,
                                   [&](const float* from, std::size_t count, std::size_t step) HWY_ATTR {
                                     v = part_value<Roomy>(v, from, count, step, left);
                                     if constexpr (!is_max && Rows == 0) {
                                       whole = hn::Add(whole, v);
                                       v = hn::Zero(d);
                                     }
                                   });
      if constexpr (!is_max) v = hn::Mul(Rows == 0 ? whole : v, hn::Set(d, scale));
      if (Roomy || left >= lanes)
        hn::StoreU(v, d, y + c);
      else
        store_first(v, d, y + c, left);
    }
  }

  template <bool Roomy>
  static HWY_INLINE Vector load(const float* from, std::size_t left) {
    const Tag d;
    return Roomy || left >= hn::Lanes(d) ? hn::LoadU(d, from) : load_first(d, from, left);
  }
  template <bool Roomy>
  static HWY_INLINE Vector first_value(const float* x, std::size_t left) {
    if constexpr (is_max)
      return load<Roomy>(x, left);
    else
      return hn::Zero(Tag());
  }
  template <bool Roomy>
  static HWY_INLINE Vector part_value(Vector v, const float* from, std::size_t count, std::size_t step,
                                      std::size_t left) {
    for (std::size_t s = 0; s < count; ++s) v = combined(v, load<Roomy>(from + s * step, left));
    return v;
  }
  /// Calls f(first position, count, step) for the rows of a window, in parts where there are sums: a sum of
  /// millions has no place for another small number.
  template <std::size_t Rows, std::size_t Columns, class F>
  static HWY_INLINE void for_each_part(const WindowSpan& planes, const WindowSpan& rows,
                                       const WindowSpan& columns, const float* x, const F& f) {
    constexpr std::size_t step = width.dilation * channels;
    if constexpr (Rows != 0) {
      for (std::size_t r = 0; r < Rows; ++r) f(x + r * height.dilation * line, Columns, step);
    } else {
      constexpr std::size_t longest = is_max ? std::size_t(-1) : longest_part;
      for (std::size_t q = 0; q < planes.count; ++q)
        for (std::size_t r = 0; r < rows.count; ++r) {
          const float* row = x + (q * depth.dilation * height.in + r * height.dilation) * line;
          for (std::size_t s = 0; s < columns.count; s += longest) {
            const std::size_t left = columns.count - s;
            f(row + s * step, left < longest ? left : longest, step);
            if (left <= longest) break;
          }
        }
    }
  }

  /// The means of all whole vectors of channels, and how many channels these are. Four positions at a time
  /// are added to sums in memory, so that a large window is read in order: the next position's vector of the
  /// same channels lies far behind.
  static HWY_INLINE std::size_t whole_positions(const float* HWY_RESTRICT x, float* HWY_RESTRICT y,
                                                const WindowSpan& planes, const WindowSpan& rows,
                                                const WindowSpan& columns, float scale) {
    const Tag d;
    const std::size_t lanes = hn::Lanes(d);
    const std::size_t end = channels / lanes * lanes;
    for (std::size_t c = 0; c < end; c += lanes) hn::StoreU(hn::Zero(d), d, y + c);
    for_each_part<0, 0>(
        planes, rows, columns, x, [&](const float* from, std::size_t count, std::size_t step) HWY_ATTR {
          for (; count >= 4; count -= 4, from += 4 * step)
            for (std::size_t c = 0; c < end; c += lanes) {
              const Vector left = hn::Add(hn::LoadU(d, from + c), hn::LoadU(d, from + step + c));
              const Vector right =
                  hn::Add(hn::LoadU(d, from + 2 * step + c), hn::LoadU(d, from + 3 * step + c));
              hn::StoreU(hn::Add(hn::LoadU(d, y + c), hn::Add(left, right)), d, y + c);
            }
          for (; count > 0; --count, from += step)
            for (std::size_t c = 0; c < end; c += lanes)
              hn::StoreU(hn::Add(hn::LoadU(d, y + c), hn::LoadU(d, from + c)), d, y + c);
        });
    const Vector factor = hn::Set(d, scale);
    for (std::size_t c = 0; c < end; c += lanes) hn::StoreU(hn::Mul(hn::LoadU(d, y + c), factor), d, y + c);
    return end;
  }

  static HWY_INLINE void four_vectors(const float* HWY_RESTRICT x, float* HWY_RESTRICT y,
                                      const WindowSpan& planes, const WindowSpan& rows,
                                      const WindowSpan& columns, float scale) {
    const Tag d;
    const std::size_t lanes = hn::Lanes(d);
    Vector v0 = first_value<true>(x, lanes);
    Vector v1 = first_value<true>(x + lanes, lanes);
    Vector v2 = first_value<true>(x + 2 * lanes, lanes);
    Vector v3 = first_value<true>(x + 3 * lanes, lanes);
    for_each_part<0, 0>(planes, rows, columns, x,
                        [&](const float* from, std::size_t count, std::size_t step) HWY_ATTR {
                          Vector p0 = is_max ? v0 : hn::Zero(d);
                          Vector p1 = is_max ? v1 : hn::Zero(d);
                          Vector p2 = is_max ? v2 : hn::Zero(d);
                          Vector p3 = is_max ? v3 : hn::Zero(d);
                          for (std::size_t s = 0; s < count; ++s, from += step) {
                            p0 = combined(p0, hn::LoadU(d, from));
                            p1 = combined(p1, hn::LoadU(d, from + lanes));
                            p2 = combined(p2, hn::LoadU(d, from + 2 * lanes));
                            p3 = combined(p3, hn::LoadU(d, from + 3 * lanes));
                          }
                          v0 = is_max ? p0 : hn::Add(v0, p0);
                          v1 = is_max ? p1 : hn::Add(v1, p1);
                          v2 = is_max ? p2 : hn::Add(v2, p2);
                          v3 = is_max ? p3 : hn::Add(v3, p3);
                        });
    const Vector factor = hn::Set(d, scale);
    hn::StoreU(is_max ? v0 : hn::Mul(v0, factor), d, y);
    hn::StoreU(is_max ? v1 : hn::Mul(v1, factor), d, y + lanes);
    hn::StoreU(is_max ? v2 : hn::Mul(v2, factor), d, y + 2 * lanes);
    hn::StoreU(is_max ? v3 : hn::Mul(v3, factor), d, y + 3 * lanes);
  }

  /// What one window gives to the gradient by what it reads.
  template <std::size_t Rows, std::size_t Columns>
  static HWY_INLINE void one_gradient(const float* HWY_RESTRICT x, float* HWY_RESTRICT dx,
                                      const float* HWY_RESTRICT dy, std::size_t a, std::size_t i,
                                      std::size_t j, WindowSpan planes, WindowSpan rows, WindowSpan columns) {
    const Tag d;
    const std::size_t lanes = hn::Lanes(d);
    const float scale = scale_of<Rows, Columns>(a, i, j, planes, rows, columns);
    for (std::size_t c = 0; c < channels; c += lanes) {
      const std::size_t size = channels - c;
      Vector largest = first_value<false>(is_max ? x + c : dy, size);
      if constexpr (is_max)
        for_each_part<Rows, Columns>(planes, rows, columns, x + c,
                                     [&](const float* from, std::size_t count, std::size_t step) HWY_ATTR {
                                       largest = part_value<false>(largest, from, count, step, size);
                                     });
      Vector left = load<false>(dy + c, size);
      if constexpr (!is_max) left = hn::Mul(left, hn::Set(d, scale));
      for_each_part<Rows, Columns>(planes, rows, columns, dx + c,
                                   [&](const float* part, std::size_t count, std::size_t step) HWY_ATTR {
                                     const std::ptrdiff_t at = part - dx;
                                     for (std::size_t s = 0; s < count; ++s) {
                                       float* to = dx + at + s * step;
                                       Vector given = left;
                                       if constexpr (is_max) {
                                         // Only the first of equal values gets the gradient: what is given is
                                         // taken from what is left.
                                         const auto hit =
                                             hn::Eq(load<false>(x + at + s * step, size), largest);
                                         given = hn::IfThenElseZero(hit, left);
                                         left = hn::IfThenZeroElse(hit, left);
                                       }
                                       if constexpr (!exclusive)
                                         given = hn::Add(given, load<false>(to, size));
                                       if (size >= lanes)
                                         hn::StoreU(given, d, to);
                                       else
                                         store_first(given, d, to, size);
                                     }
                                   });
    }
  }
};

template <PoolGeometry G>
struct Kernels<G> : PoolingKernel<G> {};
template <AdaptivePoolGeometry G>
struct Kernels<G> : PoolingKernel<G> {};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
