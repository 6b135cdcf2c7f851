// SPDX-License-Identifier: MIT
// Per-target include guard: dynamic dispatch includes this file once for each target.
#if defined(ETCH_OPS_STANDARDIZE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ETCH_OPS_STANDARDIZE_INL_H_
#undef ETCH_OPS_STANDARDIZE_INL_H_
#else
#define ETCH_OPS_STANDARDIZE_INL_H_
#endif

#include <etch/ops/kernels-inl.h>
#include <etch/ops/vector-inl.h>
#include <etch/ops/normalization/reference.hpp>

#include <string_view>

// Normalisation within one image. Groups of many channels: in lanes the channels of one group, a group after
// another. Groups of few: in lanes as many whole groups as fit, each channel summed over its pixels, the sums
// of a group's channels put together at the end. Two passes for the moments, sums in parts.

#if HWY_TARGET != HWY_SCALAR

HWY_BEFORE_NAMESPACE();
namespace etch {
namespace HWY_NAMESPACE {

template <StandardizeGeometry G>
struct Kernels<G> {
  static constexpr std::string_view kernel = "normalisation";

  static void forward(const Operands<float>& o) {
    const FloatTag d;
    for_each_row(o, [&](std::size_t row) HWY_ATTR {
      const float* x = o.input + row;
      float* y = o.result + row;
      for_each_group([&](std::size_t first, auto groups) HWY_ATTR {
        FloatVector mean = hn::Zero(d);
        FloatVector scale = hn::Zero(d);
        groups.moments(x, mean, scale);
        groups.for_each([&](std::size_t p, std::size_t c, auto load, auto store) HWY_ATTR {
          const std::size_t n = p * channels + first + c;
          FloatVector v = hn::Mul(hn::Sub(load(x + n), mean), scale);
          if constexpr (G.affine)
            v = hn::MulAdd(v, load(o.parameters + first + c), load(o.parameters + channels + first + c));
          store(v, y + n);
        });
      });
    });
  }

  static void input_gradient(const Operands<float>& o) {
    const FloatTag d;
    for_each_row(o, [&](std::size_t row) HWY_ATTR {
      const float* x = o.input + row;
      const float* dy = o.output_gradient + row;
      float* dx = o.result + row;
      for_each_group([&](std::size_t first, auto groups) HWY_ATTR {
        FloatVector mean = hn::Zero(d);
        FloatVector scale = hn::Zero(d);
        groups.moments(x, mean, scale);
        const auto gradient = [&](std::size_t n, std::size_t c, auto load) HWY_ATTR {
          FloatVector g = load(dy + n);
          if constexpr (G.affine) g = hn::Mul(g, load(o.parameters + c));
          return g;
        };
        const FloatVector share = hn::Set(d, 1.0f / count);
        const FloatVector mean_gradient = hn::Mul(share, groups.sum(gradient));
        const FloatVector product = groups.sum([&](std::size_t n, std::size_t c, auto load) HWY_ATTR {
          return hn::Mul(gradient(n, c, load), hn::Sub(load(x + n), mean));
        });
        const FloatVector slope = hn::Mul(hn::Mul(scale, scale), hn::Mul(share, product));
        groups.for_each([&](std::size_t p, std::size_t c, auto load, auto store) HWY_ATTR {
          const std::size_t n = p * channels + first + c;
          const FloatVector centred = hn::Sub(gradient(n, first + c, load), mean_gradient);
          const FloatVector distance = hn::Sub(load(x + n), mean);
          store(hn::Mul(scale, hn::NegMulAdd(distance, slope, centred)), dx + n);
        });
      });
    });
  }

  /// The moments of up to 32 rows, then the sums of these rows, channel by channel.
  static void parameter_gradient(const Operands<float>& o) {
    if constexpr (G.affine) {
      const FloatTag d;
      constexpr std::size_t part = 32;
      const std::size_t rows = o.images * G.rows;
      for_each_group([&](std::size_t first, auto groups) HWY_ATTR {
        float means[part * lanes_of_moments];
        float scales[part * lanes_of_moments];
        for (std::size_t begin = 0; begin < rows; begin += part) {
          const std::size_t end = rows - begin < part ? rows : begin + part;
          for (std::size_t row = begin; row < end; ++row) {
            FloatVector mean = hn::Zero(d);
            FloatVector scale = hn::Zero(d);
            groups.moments(o.input + row * row_size, mean, scale);
            hn::StoreU(mean, d, means + (row - begin) * lanes_of_moments);
            hn::StoreU(scale, d, scales + (row - begin) * lanes_of_moments);
          }
          groups.for_each_channel([&](std::size_t c, auto load, auto store) HWY_ATTR {
            FloatVector sum = hn::Zero(d);
            FloatVector product = hn::Zero(d);
            for (std::size_t row = begin; row < end; ++row) {
              const FloatVector mean = hn::LoadU(d, means + (row - begin) * lanes_of_moments);
              const FloatVector scale = hn::LoadU(d, scales + (row - begin) * lanes_of_moments);
              FloatVector row_sum = hn::Zero(d);
              FloatVector row_product = hn::Zero(d);
              std::size_t n = row * row_size + first + c;
              for (std::size_t p = 0; p < G.pixels; ++p, n += channels) {
                const FloatVector dy = load(o.output_gradient + n);
                row_sum = hn::Add(row_sum, dy);
                row_product = hn::MulAdd(dy, hn::Sub(load(o.input + n), mean), row_product);
              }
              sum = hn::Add(sum, row_sum);
              product = hn::MulAdd(row_product, scale, product);
            }
            float* gammas = o.result + first + c;
            store(hn::Add(load(gammas), product), gammas);
            store(hn::Add(load(gammas + channels), sum), gammas + channels);
          });
        }
      });
    }
  }

 private:
  static constexpr std::size_t channels = G.channels;
  static constexpr std::size_t group_channels = G.group_channels();
  static constexpr std::size_t row_size = G.pixels * channels;
  static constexpr float count = static_cast<float>(G.pixels * group_channels);
  static constexpr std::size_t lanes_of_moments = hn::MaxLanes(FloatTag());

  template <class F>
  static HWY_INLINE void for_each_row(const Operands<float>& o, const F& f) {
    for (std::size_t row = 0; row < o.images * G.rows; ++row) f(row * row_size);
  }

  static HWY_INLINE FloatVector scale_of(FloatVector squares) {
    const FloatTag d;
    const FloatVector variance = hn::Mul(squares, hn::Set(d, 1.0f / count));
    return hn::Div(hn::Set(d, 1.0f), hn::Sqrt(hn::Add(variance, hn::Set(d, G.epsilon.template as<float>()))));
  }

  /// One group of channels, from channel `first` on; lanes of sums are all alike.
  struct WideGroup {
    std::size_t first;

    void HWY_INLINE moments(const float* x, FloatVector& mean, FloatVector& scale) const {
      const FloatTag d;
      const FloatVector share = hn::Set(d, 1.0f / count);
      mean = hn::Mul(share, sum([x](std::size_t n, std::size_t, auto load) HWY_ATTR { return load(x + n); }));
      const float centre = hn::GetLane(mean);
      scale = scale_of(sum([x, centre](std::size_t n, std::size_t, auto load) HWY_ATTR {
        const FloatVector distance = hn::Sub(load(x + n), hn::Set(FloatTag(), centre));
        return hn::Mul(distance, distance);
      }));
    }
    /// The sum of term(place in the row, channel, load) over the group.
    template <class Term>
    HWY_INLINE FloatVector sum(const Term& term) const {
      const FloatTag d;
      const std::size_t lanes = hn::Lanes(d);
      FloatVector whole = hn::Zero(d);
      // In parts: a sum of millions has no place for another small number.
      constexpr std::size_t pixels = 1024 / group_channels + 1;
      for (std::size_t p = 0; p < G.pixels;) {
        FloatVector sum0 = hn::Zero(d);
        FloatVector sum1 = hn::Zero(d);
        for (const std::size_t end = G.pixels - p < pixels ? G.pixels : p + pixels; p < end; ++p) {
          const std::size_t from = p * channels + first;
          const auto load = [d](const float* at) HWY_ATTR { return hn::LoadU(d, at); };
          std::size_t c = 0;
          for (; c + 2 * lanes <= group_channels; c += 2 * lanes) {
            sum0 = hn::Add(sum0, term(from + c, first + c, load));
            sum1 = hn::Add(sum1, term(from + c + lanes, first + c + lanes, load));
            if (group_channels > 4096 && c % 4096 == 0) {
              whole = hn::Add(whole, hn::Add(sum0, sum1));
              sum0 = sum1 = hn::Zero(d);
            }
          }
          if (c + lanes <= group_channels) {
            sum0 = hn::Add(sum0, term(from + c, first + c, load));
            c += lanes;
          }
          if (c < group_channels) {
            const std::size_t left = group_channels - c;
            const auto load_left = [d, left](const float* at) HWY_ATTR { return load_first(d, at, left); };
            // Terms of nothing need not be 0.
            sum1 =
                hn::Add(sum1, hn::IfThenElseZero(hn::FirstN(d, left), term(from + c, first + c, load_left)));
          }
        }
        whole = hn::Add(whole, hn::Add(sum0, sum1));
      }
      return hn::SumOfLanes(d, whole);
    }
    /// Calls f(channel less `first`, load, store) for the vectors of the group's channels.
    template <class F>
    HWY_INLINE void for_each_channel(const F& f) const {
      for_each_vector(group_channels, f);
    }
    template <class F>
    HWY_INLINE void for_each(const F& f) const {
      for (std::size_t p = 0; p < G.pixels; ++p)
        for_each_vector(group_channels,
                        [&](std::size_t c, auto load, auto store) HWY_ATTR { f(p, c, load, store); });
    }
  };

  /// `used` channels from `first` on, whole groups, no more than a vector; each lane has its group's sums.
  struct NarrowGroups {
    std::size_t first;
    std::size_t used;

    void HWY_INLINE moments(const float* x, FloatVector& mean, FloatVector& scale) const {
      const FloatTag d;
      mean = hn::Mul(hn::Set(d, 1.0f / count),
                     sum([x](std::size_t n, std::size_t, auto load) HWY_ATTR { return load(x + n); }));
      scale = scale_of(sum([x, &mean](std::size_t n, std::size_t, auto load) HWY_ATTR {
        const FloatVector distance = hn::Sub(load(x + n), mean);
        return hn::Mul(distance, distance);
      }));
    }
    template <class Term>
    HWY_INLINE FloatVector sum(const Term& term) const {
      const FloatTag d;
      FloatVector whole = hn::Zero(d);
      for_each_channel([&](std::size_t, auto load, auto) HWY_ATTR {
        whole = long_sum_of_rows(
            G.pixels, [&](std::size_t p) HWY_ATTR { return term(p * channels + first, first, load); });
      });
      return over_groups(whole);
    }
    template <class F>
    HWY_INLINE void for_each_channel(const F& f) const {
      const FloatTag d;
      const std::size_t n = used;
      if (n == hn::Lanes(d))
        f(
            0, [d](const float* p) HWY_ATTR { return hn::LoadU(d, p); },
            [d](FloatVector v, float* p) HWY_ATTR { hn::StoreU(v, d, p); });
      else
        f(
            0, [d, n](const float* p) HWY_ATTR { return load_first(d, p, n); },
            [d, n](FloatVector v, float* p) HWY_ATTR { store_first(v, d, p, n); });
    }
    template <class F>
    HWY_INLINE void for_each(const F& f) const {
      for_each_channel([&](std::size_t c, auto load, auto store) HWY_ATTR {
        for (std::size_t p = 0; p < G.pixels; ++p) f(p, c, load, store);
      });
    }

   private:
    static HWY_INLINE FloatVector over_groups(FloatVector v) {
      if constexpr (group_channels == 1) {
        return v;
      } else {
        const FloatTag d;
        HWY_ALIGN float numbers[hn::MaxLanes(FloatTag())];
        hn::Store(v, d, numbers);
        const std::size_t lanes = hn::Lanes(d);
        for (std::size_t group = 0; group + group_channels <= lanes; group += group_channels) {
          float sum = 0;
          for (std::size_t c = 0; c < group_channels; ++c) sum += numbers[group + c];
          for (std::size_t c = 0; c < group_channels; ++c) numbers[group + c] = sum;
        }
        return hn::Load(d, numbers);
      }
    }
  };

  /// Calls f(first channel, its groups) for all groups.
  template <class F>
  static HWY_INLINE void for_each_group(const F& f) {
    const std::size_t fitting = hn::Lanes(FloatTag()) / group_channels * group_channels;
    if (G.groups > 1 && fitting >= 2 * group_channels) {
      for (std::size_t first = 0; first < channels; first += fitting)
        f(first, NarrowGroups{first, channels - first < fitting ? channels - first : fitting});
    } else {
      for (std::size_t first = 0; first < channels; first += group_channels) f(first, WideGroup{first});
    }
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace etch
HWY_AFTER_NAMESPACE();

#endif  // HWY_TARGET != HWY_SCALAR
#endif  // per-target include guard
